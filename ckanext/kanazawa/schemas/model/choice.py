"""What was decided about the tables of a resource, remembered for its next edition."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class Choice(tk.BaseModel):
    """Decisions of editors about one resource.

    Attributes:
        resource_id, dataset_id: where they were made. A new resource of the same dataset
            whose headings are the same starts with them.
        choices: all keys may be missing.
            "read": {"sheet", "encoding", "delimiter", "header_row"} where the file does not tell;
            "format", "version": overruled recognition ("" for none);
            "mapping": a column mapping (`lib.tables.convert.mapping`, JSON form);
            "publish": true publishes the repaired copy;
            "switched_off", "agreed": names of repairs (`lib.tables.repair`).
        headings: of the table they were made for.
    """

    __tablename__ = "kanazawa_schemas_choice"

    resource_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(sa.Text, nullable=False, index=True)
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    headings: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    decided_by: Mapped[str | None] = mapped_column(sa.Text)
    decided_at: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
    )
