"""Bodies: made, changed, verified, suspended, closed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ckanext.kanazawa.contribute.acting import municipalities
from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.bodies.members import add, locked_body, owners
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.body_token import BodyToken
from ckanext.kanazawa.contribute.model.verification import Verification
from ckanext.kanazawa.contribute.people.links import now
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.words import Words
from ckanext.kanazawa.lib.text.check_digits import is_corporate_number, is_ror

KINDS = ("citizens-group", "company", "university", "public-body")
HOW = ("corporate-number", "mail-domain", "document", "met")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")
RESERVED = ("new",)
WEBSITE = re.compile(r"https?://[^\s/?#@]+\.[^\s@]+")
ROR_ADDRESS = "https://ror.org/"
# Whoever looked at the body saw these: a change makes the verification void.
VERIFIED = ("title", "kind", "corporate_number", "ror")
LONGEST_TITLE = 120
LONGEST_TEXT = 5000
LONGEST_ADDRESS = 500


def read_fields(given: Mapping[str, Any], words: Words) -> dict[str, str | None]:
    """Read what a body says of itself; what is wrong is noted in `words`."""
    fields: dict[str, str | None] = {
        "title": words.line("title", LONGEST_TITLE, needed=True),
        "title_en": words.line("title_en", LONGEST_TITLE) or None,
        "description": words.text("description", LONGEST_TEXT) or None,
        "kind": words.choice("kind", KINDS),
        "website": _website(words),
        "corporate_number": _corporate_number(words),
        "ror": _ror(words),
        "municipality": words.choice("municipality", tuple(municipalities())),
    }
    for name in ("title", "title_en"):
        # Names are told in mails to people who never heard of the body.
        if "://" in (fields[name] or ""):
            words.wrong(name, tk._("A name holds no address of a page."))
    return fields


def create(given: Mapping[str, Any], user: model.User) -> Body:
    """Make a body with its first owner, in the open transaction.

    Raises:
        tk.ValidationError: with messages at the fields.
    """
    words = Words(given)
    fields = read_fields(given, words)
    name = words.line("name", 200)
    if not NAME.fullmatch(name) or name in RESERVED:
        text = tk._("Two to sixty of: lower-case letters, digits, - and _.")
        words.wrong("name", text)
    words.check()
    body = Body(name=name, **fields)
    try:
        # Organisations have the same kind of name; the body's own may be made later.
        if model.Group.get(name) is not None:
            raise IntegrityError("", None, ValueError("taken"))
        model.Session.add(body)
        model.Session.flush()
    except IntegrityError as error:
        model.Session.rollback()
        text = tk._("This name is taken. Choose another one.")
        raise tk.ValidationError({"name": [text]}) from error
    write("make-body", subject=("body", body.id), user_id=user.id, details={"kind": body.kind})
    add(body.id, user.id, "owner", invited_by=None)
    return body


def change(body_id: str, given: Mapping[str, Any], user: model.User) -> Body:
    """Change what a body says of itself, in the open transaction.

    Raises:
        tk.ValidationError: with messages at the fields, or the body is closed.
    """
    body = locked_body(body_id)
    _check_open(body)
    words = Words(given)
    fields = read_fields(given, words)
    words.check()
    void = body.verified_at is not None and any(
        getattr(body, column) != fields[column] for column in VERIFIED
    )
    for column, value in fields.items():
        setattr(body, column, value)
    if void:
        body.verified_at = None
    model.Session.flush()
    write("change-body", subject=("body", body.id), user_id=user.id, details={"void": void})
    return body


def verify(body_id: str, given: Mapping[str, Any], steward: model.User) -> None:
    """Note what a steward saw of who a body is, in the open transaction.

    Raises:
        tk.ValidationError: with messages at the fields.
    """
    body = locked_body(body_id)
    _check_open(body)
    words = Words(given)
    how = words.choice("how", HOW)
    seen = words.text("seen", 1000, needed=True)
    if how == "corporate-number" and not body.corporate_number:
        words.wrong("how", tk._("This body gave no corporate number."))
    words.check()
    model.Session.add(Verification(body_id=body.id, how=how, seen=seen, by=steward.id))
    body.verified_at = now()
    model.Session.flush()
    for user_id in owners(body.id):
        url = page(f"/contribute/bodies/{body.name}")
        tell("body-verified", user_id=user_id, body=body.title, url=url)
    write("verify-body", subject=("body", body.id), user_id=steward.id, details={"how": how})


def suspend(body_id: str, steward: model.User, reason: str) -> None:
    """Keep a body from submitting, in the open transaction; again changes nothing."""
    body = locked_body(body_id)
    _check_open(body)
    if body.state == "active":
        body.state = "suspended"
        write("suspend-body", subject=("body", body.id), user_id=steward.id, text=reason)


def restore(body_id: str, steward: model.User) -> None:
    """Let a suspended body submit again, in the open transaction."""
    body = locked_body(body_id)
    _check_open(body)
    if body.state == "suspended":
        body.state = "active"
        write("restore-body", subject=("body", body.id), user_id=steward.id)


def close(body_id: str, user: model.User) -> None:
    """Close a body for good, in the open transaction; what it published stays."""
    body = locked_body(body_id)
    _check_open(body)
    body.state = "closed"
    tokens = sa.update(BodyToken).where(
        BodyToken.body_id == body.id, BodyToken.revoked_at.is_(None)
    )
    model.Session.execute(tokens.values(revoked_at=now()))
    write("close-body", subject=("body", body.id), user_id=user.id)


def _check_open(body: Body) -> None:
    if body.state == "closed":
        raise tk.ValidationError({"state": [tk._("It is closed.")]})


def _website(words: Words) -> str | None:
    text = words.line("website", LONGEST_ADDRESS)
    if text and not WEBSITE.fullmatch(text):
        words.wrong("website", tk._("Write an address that begins with https:// or http://."))
    return text or None


def _corporate_number(words: Words) -> str | None:
    text = unicodedata.normalize("NFKC", words.line("corporate_number", 40))
    digits = re.sub(r"[\s-]", "", text)
    valid = digits.isascii() and digits.isdigit() and len(digits) == 13
    if digits and not (valid and is_corporate_number(digits)):
        wrong = tk._("This is no corporate number: it has 13 digits, the first checks the others.")
        words.wrong("corporate_number", wrong)
    return digits or None


def _ror(words: Words) -> str | None:
    text = unicodedata.normalize("NFKC", words.line("ror", 80)).lower()
    stem = text.removeprefix(ROR_ADDRESS).removeprefix("ror.org/").strip("/")
    if stem and not is_ror(stem):
        words.wrong("ror", tk._("This is no ROR id. One looks like https://ror.org/02hwp6a56."))
    return ROR_ADDRESS + stem if stem else None
