"""Tokens of bodies: scoped, expiring, shown once, taken back at any time."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.bodies.members import locked_body
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.body_token import BodyToken
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.people.links import hash_of, now
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.words import Words

PREFIX = "kzb_"
SCOPES = ("submit", "read")
LONGEST_DAYS = 366
MOST_TOKENS = 20
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Bearer:
    """What a token opens.

    Attributes:
        token_id, body_id: of the token and its body.
        user_id: of the member who made it, as whom its calls act.
        scopes: of "submit" and "read".
    """

    token_id: str
    body_id: str
    user_id: str
    scopes: frozenset[str]


def create(body_id: str, given: Mapping[str, Any], user: model.User) -> tuple[BodyToken, str]:
    """Make a token in the open transaction; return it with the text that is shown once.

    Raises:
        tk.ValidationError: with messages at the fields.
    """
    body = locked_body(body_id)
    words = Words(given)
    name = words.line("name", 80, needed=True)
    scopes, days = _scopes(given, words), _days(given, words)
    if body.state != "active":
        words.wrong("state", tk._("It is suspended or closed."))
    if len(living(body_id)) >= MOST_TOKENS:
        text = tk._("There are {count} tokens already. Take one back first.")
        words.wrong("name", text.format(count=MOST_TOKENS))
    words.check()
    text = PREFIX + secrets.token_urlsafe(32)
    token = BodyToken(
        body_id=body_id,
        name=name,
        token_sha256=hash_of(text),
        scopes=scopes,
        created_by=user.id,
        expires_at=now() + datetime.timedelta(days=days),
    )
    model.Session.add(token)
    model.Session.flush()
    details = {"token": token.id, "scopes": scopes, "days": days}
    write("make-token", subject=("body", body_id), user_id=user.id, details=details)
    return token, text


def revoke(body_id: str, token_id: str, user: model.User) -> None:
    """Take a token back, in the open transaction; again changes nothing.

    Raises:
        tk.ObjectNotFound: the body has no such token.
    """
    token = model.Session.get(BodyToken, token_id, populate_existing=True, with_for_update=True)
    if token is None or token.body_id != body_id:
        raise tk.ObjectNotFound(tk._("There is no such token."))
    if token.revoked_at is None:
        token.revoked_at = now()
        details = {"token": token.id}
        write("revoke-token", subject=("body", body_id), user_id=user.id, details=details)


def living(body_id: str) -> list[BodyToken]:
    """Return the tokens of a body that still open something, the newest first."""
    query = (
        sa.select(BodyToken)
        .where(BodyToken.body_id == body_id, BodyToken.revoked_at.is_(None))
        .where(BodyToken.expires_at > now())
        .order_by(BodyToken.created.desc())
    )
    return list(model.Session.scalars(query))


def bearer_of(text: str) -> Bearer | None:
    """Return what a token opens.

    None where it is unknown, expired or taken back, its body rests, or whoever made it was
    suspended, left, or is no member any more.
    """
    if not text.startswith(PREFIX) or len(text) > LONGEST_TOKEN:
        return None
    query = (
        sa.select(BodyToken)
        .join(Body, Body.id == BodyToken.body_id)
        .join(
            Membership,
            sa.and_(
                Membership.body_id == BodyToken.body_id,
                Membership.user_id == BodyToken.created_by,
            ),
        )
        .join(Account, Account.user_id == BodyToken.created_by)
        .where(BodyToken.token_sha256 == hash_of(text), BodyToken.revoked_at.is_(None))
        .where(BodyToken.expires_at > now(), Body.state == "active")
        .where(Account.suspended_at.is_(None), Account.left_at.is_(None))
    )
    token = model.Session.scalars(query).one_or_none()
    if token is None:
        return None
    return Bearer(token.id, token.body_id, token.created_by, frozenset(token.scopes))


def note_use(token_id: str) -> None:
    """Note that a token was used, at most once a minute."""
    minute_ago = now() - datetime.timedelta(minutes=1)
    seldom = sa.or_(BodyToken.last_used.is_(None), BodyToken.last_used < minute_ago)
    used = sa.update(BodyToken).where(BodyToken.id == token_id, seldom).values(last_used=now())
    model.Session.execute(used)
    model.Session.commit()


def _scopes(given: Mapping[str, Any], words: Words) -> list[str]:
    asked = given.get("scopes")
    found = [asked] if isinstance(asked, str) else asked if isinstance(asked, list) else []
    if not found or any(scope not in SCOPES for scope in found):
        words.wrong("scopes", tk._("Choose what the token may do: submit, read, or both."))
    return [scope for scope in SCOPES if scope in found]


def _days(given: Mapping[str, Any], words: Words) -> int:
    text = str(given.get("days", ""))
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= days <= LONGEST_DAYS:
        words.wrong("days", tk._("From 1 to {most} days.").format(most=LONGEST_DAYS))
    return days
