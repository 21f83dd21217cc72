"""Folders that were sent as a ZIP, and what became of each row of their sheets."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class BulkImport(tk.BaseModel):
    """One ZIP with a sheet and files: tried first, then taken in.

    Attributes:
        user_id: who sent it, the only one who sees it besides system administrators.
        organization_id: of rows that name no provider; None where all do.
        name, size_bytes: of the ZIP.
        location: in its storage; None once it is removed.
        storage: name of that storage; None for that of resource files.
        sink: who takes the datasets in: "" for the catalogue, in the name of its editors, or a
            key of `IImports`; facts: what that one needs to know besides.
        dry_run: only tried so far.
        state: "waiting", "running", "ended" or "failed" (`error` says why).
        total, done: datasets of the sheet, and how many of them have results.
        results: of the rows so far, each the fields of `tables.bulk.run.Result`.
        unused: headings of the sheet that mean nothing; left: files no row names.
        error: {"ja", "en"}.
    """

    __tablename__ = "kanazawa_schemas_import"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    user_id: Mapped[str] = mapped_column(sa.Text, nullable=False, index=True)
    organization_id: Mapped[str | None] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, nullable=False)
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger, nullable=False)
    location: Mapped[str | None] = mapped_column(sa.Text)
    storage: Mapped[str | None] = mapped_column(sa.Text)
    sink: Mapped[str] = mapped_column(sa.Text, nullable=False, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    dry_run: Mapped[bool] = mapped_column(sa.Boolean, nullable=False, default=True)
    state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="waiting")
    total: Mapped[int | None] = mapped_column(sa.Integer)
    done: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, nullable=False, default=list)
    unused: Mapped[list[str]] = mapped_column(JSONB, nullable=False, default=list)
    left: Mapped[list[str]] = mapped_column(JSONB, nullable=False, default=list)
    error: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    created: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    )
