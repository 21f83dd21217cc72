"""Whom the portal wrote of which edition."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class Told(tk.BaseModel):
    """An editor was written to about the errors of an edition, which is done once.

    Attributes:
        edition_id, user_id: of what, and whom.
        at: when.
    """

    __tablename__ = "kanazawa_schemas_told"

    edition_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_schemas_edition.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    at: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    )
