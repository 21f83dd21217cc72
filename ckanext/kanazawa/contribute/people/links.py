"""Links that lead somewhere once, and for a time: made, looked at, redeemed."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any, Literal

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.registration import Registration

Purpose = Literal["register", "address", "member"]
TOKEN_BYTES = 32
# For so long somebody is told that a link was used, or is too old.
KEPT_DAYS = 30
# Nothing longer is looked up.
LONGEST_TOKEN = 200


class LinkRefused(tk.ValidationError):
    """The link leads nowhere: unknown, used or too old."""

    status = 410

    def __init__(self, text: str) -> None:
        super().__init__({"token": [text]})


def now() -> datetime.datetime:
    """Return the time, with its zone."""
    return datetime.datetime.now(datetime.timezone.utc)


def hash_of(token: str) -> str:
    """Return what is stored in a token's place."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_link(purpose: Purpose, **fields: Any) -> str:
    """Add a link in the open transaction; return its token, which is stored nowhere.

    Args:
        purpose: what redeeming it does.
        fields: columns of `Registration`.
    """
    _clear()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = now() + datetime.timedelta(hours=config.link_hours())
    row = Registration(
        purpose=purpose, token_sha256=hash_of(token), expires_at=expires_at, **fields
    )
    model.Session.add(row)
    model.Session.flush()
    return token


def address_of(token: str, locale: str | None) -> str:
    """Return the full address of the page where a link is redeemed."""
    return tk.url_for(
        "kanazawa_contribute_people.confirm", token=token, qualified=True, locale=locale
    )


def look(token: str) -> Registration:
    """Return a link that leads somewhere, without changing anything.

    Raises:
        LinkRefused: it leads nowhere.
    """
    return _checked(_found(token, locked=False))


def take(token: str, purpose: Purpose) -> Registration:
    """Redeem a link in the open transaction, its row locked until the end.

    Raises:
        LinkRefused: it leads nowhere, or somewhere else.
    """
    link = _checked(_found(token, locked=True))
    if link.purpose != purpose:
        raise LinkRefused(_unknown())
    link.redeemed_at = now()
    return link


def forget(user_id: str, purpose: Purpose) -> None:
    """Take back somebody's links of a purpose that were not redeemed yet."""
    unused = (
        sa.delete(Registration)
        .where(Registration.user_id == user_id, Registration.purpose == purpose)
        .where(Registration.redeemed_at.is_(None))
    )
    model.Session.execute(unused)


def _clear() -> None:
    """Remove what expired long ago: an address is kept no longer than it is needed."""
    old = now() - datetime.timedelta(days=KEPT_DAYS)
    model.Session.execute(sa.delete(Registration).where(Registration.expires_at < old))


def _found(token: str, *, locked: bool) -> Registration | None:
    if not token or len(token) > LONGEST_TOKEN:
        return None
    query = sa.select(Registration).where(Registration.token_sha256 == hash_of(token))
    query = query.execution_options(populate_existing=True)
    return model.Session.scalars(query.with_for_update() if locked else query).one_or_none()


def _checked(link: Registration | None) -> Registration:
    if link is None:
        raise LinkRefused(_unknown())
    if link.redeemed_at is not None:
        raise LinkRefused(tk._("This link was used already; each leads somewhere only once."))
    if link.expires_at <= now():
        raise LinkRefused(tk._("This link is too old. Ask for another one."))
    return link


def _unknown() -> str:
    return tk._("This link leads nowhere. Look whether it was copied as a whole.")
