"""Send the mails of the outbox: each once, again later where the server was away."""

from __future__ import annotations

import datetime
import logging

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.messages.tell import OUTBOX, SEND
from ckanext.kanazawa.contribute.messages.written import as_html, body, subject
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.mail import Mail, MailError, send
from ckanext.kanazawa.schemas.shared import put_job
from ckanext.kanazawa.site import site_title_in

log = logging.getLogger(__name__)
AT_ONCE = 200
# After the first failure, the second, …; after the last, the mail is given up.
WAITS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))


def send_due() -> int:
    """Send what is due, oldest first; each mail is committed by itself.

    A process killed between a mail and its commit sends that one mail again: better twice
    than never.

    Returns:
        How many were sent.
    """
    sent = 0
    for message_id in model.Session.scalars(_due()).all():
        sent += _send_one(message_id)
    return sent


def put_due() -> None:
    """Put the job that sends, where something is due; commits."""
    if model.Session.scalars(_due()).first() is not None:
        put_job(SEND, OUTBOX)
    model.Session.commit()


def _due() -> sa.Select[tuple[str]]:
    now = sa.func.clock_timestamp()
    is_due = sa.or_(Message.next_try_at.is_(None), Message.next_try_at <= now)
    query = sa.select(Message.id).where(Message.mail_state == "waiting", is_due)
    return query.order_by(Message.created).limit(AT_ONCE)


def _send_one(message_id: str) -> bool:
    message = model.Session.get(
        Message,
        message_id,
        populate_existing=True,
        with_for_update={"skip_locked": True},  # pyright: ignore[reportArgumentType]
    )
    address = _address(message) if message and message.mail_state == "waiting" else None
    if message is None or address is None:
        _forget(message)
        return False
    try:
        send(_mail(message, address))
    except MailError as error:
        log.warning("Message %s (%s) was not sent: %s", message.id, message.template, error)
        _failed(message, error.passing)
        return False
    message.mail_state = "sent"
    if message.user_id is None:
        # Nobody reads it again, and the link in it may still open something.
        message.params = {}
    message.sent_at = datetime.datetime.now(datetime.timezone.utc)
    model.Session.commit()
    return True


def _forget(message: Message | None) -> None:
    """Give up a mail to somebody who left."""
    if message is not None and message.mail_state == "waiting":
        message.mail_state = "failed"
    model.Session.commit()


def _failed(message: Message, passing: bool) -> None:
    message.attempts += 1
    if not passing or message.attempts > len(WAITS):
        message.mail_state = "failed"
    else:
        now = datetime.datetime.now(datetime.timezone.utc)
        message.next_try_at = now + WAITS[message.attempts - 1]
    model.Session.commit()


def _address(message: Message) -> str | None:
    if message.address:
        return message.address
    user = model.User.get(message.user_id)
    return user.email if user is not None and user.state == model.State.ACTIVE else None


def _mail(message: Message, address: str) -> Mail:
    text = body(message.template, message.params, message.locale)
    html = as_html(text, message.params.get("url"))
    head = f'<!doctype html><html lang="{message.locale}"><meta charset="utf-8"><body>'
    site = site_title_in(message.locale)
    signature = f"\n\n-- \n{site}\n{tk.config['ckan.site_url']}\n"
    return Mail(
        address=address,
        subject=subject(message.template, message.params, message.locale),
        text=text + signature,
        html=f"{head}{html}</body></html>",
    )
