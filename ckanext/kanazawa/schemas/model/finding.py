"""Findings of an edition, as the table engine gave them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class FindingRow(tk.BaseModel):
    """One finding (`lib.tables.findings.Finding`) of an edition.

    Attributes:
        edition_id, number: the edition, and the place in its list from 0.
        code, severity, sheet, row, column, index, value, repaired, repair, params, source:
            as in `Finding`; severity is never empty here.
        personal: its value is for editors only.
    """

    __tablename__ = "kanazawa_schemas_finding"
    __table_args__ = (
        sa.Index("kanazawa_schemas_finding_code", "edition_id", "code"),
        sa.Index("kanazawa_schemas_finding_row", "edition_id", "row"),
    )

    edition_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_schemas_edition.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    code: Mapped[str] = mapped_column(sa.Text, nullable=False)
    severity: Mapped[str] = mapped_column(sa.Text, nullable=False)
    sheet: Mapped[str | None] = mapped_column(sa.Text)
    row: Mapped[int | None] = mapped_column(sa.BigInteger)
    column: Mapped[str | None] = mapped_column(sa.Text)
    index: Mapped[int | None] = mapped_column(sa.Integer)
    value: Mapped[str | None] = mapped_column(sa.Text)
    repaired: Mapped[str | None] = mapped_column(sa.Text)
    repair: Mapped[str | None] = mapped_column(sa.Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    source: Mapped[str | None] = mapped_column(sa.Text)
    personal: Mapped[bool] = mapped_column(sa.Boolean, nullable=False, default=False)
