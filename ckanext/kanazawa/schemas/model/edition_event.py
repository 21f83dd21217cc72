"""What people decided about editions: rows that are only ever added."""

from __future__ import annotations

import datetime

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.orm import Mapped, mapped_column


class EditionEvent(tk.BaseModel):
    """One decision.

    Attributes:
        edition_id: about which edition.
        event: "released" (by the portal, once examined), "confirmed" or "withdrawn".
        user_id: who decided; None for the portal itself.
        at: when.
    """

    __tablename__ = "kanazawa_schemas_edition_event"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    edition_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_schemas_edition.id", ondelete="CASCADE"), nullable=False, index=True
    )
    event: Mapped[str] = mapped_column(sa.Text, nullable=False)
    user_id: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    )

    @classmethod
    def of(cls, edition_id: str) -> list[EditionEvent]:
        """Return what was decided about an edition, oldest first."""
        query = sa.select(cls).where(cls.edition_id == edition_id).order_by(cls.at)
        return list(model.Session.scalars(query))
