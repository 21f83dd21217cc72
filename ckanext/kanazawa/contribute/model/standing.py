"""Standing approvals: corrections a trusted body publishes without a review."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, MaybeTime, Now, Text


class Standing(tk.BaseModel):
    """A standing approval for corrections of a body's own datasets.

    Attributes:
        given_by, given_at, reason: the steward, when and why.
        revoked_by, revoked_at: taken back; None while it holds.
    """

    __tablename__ = "kanazawa_contribute_standing"
    __table_args__ = (sa.Index("kanazawa_contribute_standing_body", "body_id"),)

    id: Mapped[Id]
    body_id: Mapped[Text]
    given_by: Mapped[Text]
    given_at: Mapped[Now]
    reason: Mapped[Text]
    revoked_by: Mapped[MaybeText]
    revoked_at: Mapped[MaybeTime]
