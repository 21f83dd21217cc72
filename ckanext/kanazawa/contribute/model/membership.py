"""Who belongs to a body, and as what."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Now, Text


class Membership(tk.BaseModel):
    """A person in a body.

    Attributes:
        role: "owner" or "member"; a body always has an owner.
    """

    __tablename__ = "kanazawa_contribute_membership"
    __table_args__ = (sa.Index("kanazawa_contribute_membership_user", "user_id"),)

    body_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    role: Mapped[Text]
    since: Mapped[Now]
