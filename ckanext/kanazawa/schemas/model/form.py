"""Forms of an edition's published table that were written to files."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class Form(tk.BaseModel):
    """A file made of the published table: CSV, XLSX, GeoJSON, …

    Attributes:
        edition_id, form: the edition, and "csv", "csv-cp932", "xlsx", "geojson", "json",
            "jsonl" or "parquet".
        made_of: hash of the edition's choices and the writer's version; a form of other
            choices is made anew.
        location, size_bytes, sha256: in the storage of resource files.
        rows: written.
        losses: {"totals": {code: n}, "findings": [...]} of what the form could not carry.
    """

    __tablename__ = "kanazawa_schemas_form"

    edition_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_schemas_edition.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    made_of: Mapped[str] = mapped_column(sa.Text, nullable=False)
    location: Mapped[str] = mapped_column(sa.Text, nullable=False)
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger, nullable=False)
    sha256: Mapped[str] = mapped_column(sa.Text, nullable=False)
    rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    losses: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    made: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
    )
