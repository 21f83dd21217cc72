"""What the portal knows of a contributor besides CKAN's user row."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import MaybeText, MaybeTime, Now


class Account(tk.BaseModel):
    """A contributor: what was confirmed, accepted, and whether it may act.

    Attributes:
        user_id: of CKAN's user.
        display_name: the credit a person chose to be shown with; may differ from the account name.
        locale: language of mails, "ja" or "en".
        address: mail address that was proved; another one in CKAN's row proves nothing.
        address_confirmed_at: when; None while a changed address is unconfirmed.
        terms_version, terms_accepted_at: newest terms of use accepted; all are in `terms`.
        suspended_at, suspended_by, suspension_reason: our own flag, which CKAN knows nothing of.
        public_at: of the first published contribution; before, nothing of the account is public.
        left_at: when the person left; the row stays without anything personal.
    """

    __tablename__ = "kanazawa_contribute_account"

    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    display_name: Mapped[MaybeText]
    locale: Mapped[str] = mapped_column(sa.Text, nullable=False, default="ja")
    address: Mapped[MaybeText]
    address_confirmed_at: Mapped[MaybeTime]
    terms_version: Mapped[MaybeText]
    terms_accepted_at: Mapped[MaybeTime]
    suspended_at: Mapped[MaybeTime]
    suspended_by: Mapped[MaybeText]
    suspension_reason: Mapped[MaybeText]
    public_at: Mapped[MaybeTime]
    left_at: Mapped[MaybeTime]
    created: Mapped[Now]
