"""Messages: the inbox of people, and the outbox of mails."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import (
    Id,
    MaybeText,
    MaybeTime,
    Now,
    Number,
    Object,
    Text,
)


class Message(tk.BaseModel):
    """Something somebody is told, written in the transaction of the step it tells of.

    Attributes:
        user_id: whose inbox it is in; None for an address without an account.
        address: where the mail goes where there is no account; None for the account's own.
        template: name of the text (`messages/texts.py`).
        params: what the text needs; never pending contents.
        locale: language it is written in.
        submission_id: what it is about.
        mail_state: "none" (inbox only), "waiting", "sent" or "failed".
        attempts, next_try_at: of sending.
    """

    __tablename__ = "kanazawa_contribute_message"
    __table_args__ = (
        sa.Index("kanazawa_contribute_message_inbox", "user_id", "created"),
        sa.Index("kanazawa_contribute_message_outbox", "mail_state", "next_try_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[MaybeText]
    address: Mapped[MaybeText]
    template: Mapped[Text]
    params: Mapped[Object]
    locale: Mapped[str] = mapped_column(sa.Text, nullable=False, default="ja")
    submission_id: Mapped[MaybeText]
    created: Mapped[Now]
    read_at: Mapped[MaybeTime]
    mail_state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="none")
    attempts: Mapped[Number]
    next_try_at: Mapped[MaybeTime]
    sent_at: Mapped[MaybeTime]
