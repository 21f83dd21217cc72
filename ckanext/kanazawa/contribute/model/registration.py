"""Links that were sent by mail or handed out: to register, to confirm an address, to join."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, MaybeTime, Now, Text, Time


class Registration(tk.BaseModel):
    """One single-use link that expires; nothing exists in CKAN before it is redeemed.

    Attributes:
        purpose: "register", "address" (a changed address) or "member" (join a body).
        token_sha256: of the token in the link, which is stored nowhere.
        address: mail address the link went to; None for a link a steward hands out.
        display_name, locale: as wished.
        user_id: whose address changes.
        body_id, role: which body to join, and as what.
        created_by: the steward or owner who made the link; None for people themselves.
        expires_at, redeemed_at: after either the link leads nowhere.
    """

    __tablename__ = "kanazawa_contribute_registration"
    __table_args__ = (
        sa.Index("kanazawa_contribute_registration_expires", "expires_at"),
        sa.Index("kanazawa_contribute_registration_user", "user_id"),
    )

    id: Mapped[Id]
    purpose: Mapped[Text]
    token_sha256: Mapped[str] = mapped_column(sa.Text, nullable=False, unique=True)
    address: Mapped[MaybeText]
    display_name: Mapped[MaybeText]
    locale: Mapped[MaybeText]
    user_id: Mapped[MaybeText]
    body_id: Mapped[MaybeText]
    role: Mapped[MaybeText]
    created_by: Mapped[MaybeText]
    created: Mapped[Now]
    expires_at: Mapped[Time]
    redeemed_at: Mapped[MaybeTime]
