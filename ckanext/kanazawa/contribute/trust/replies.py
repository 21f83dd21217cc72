"""Texts that the stewards of a municipality use again and again."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_staff
from ckanext.kanazawa.contribute.model.reply_template import ReplyTemplate
from ckanext.kanazawa.contribute.trust.deputies import check_own
from ckanext.kanazawa.contribute.words import Words

PURPOSES = ("return", "reject", "approve", "ask")
# A municipality with more has no use for a list.
MOST = 200


def templates_for(municipality: str | None, purpose: str | None = None) -> list[dict[str, Any]]:
    """Return the texts of a municipality, and those of all."""
    return listed([municipality] if municipality else [], purpose)


def listed(municipalities: list[str], purpose: str | None = None) -> list[dict[str, Any]]:
    """Return the texts of several municipalities, and those of all."""
    query = sa.select(ReplyTemplate).where(
        sa.or_(ReplyTemplate.municipality.in_(municipalities), ReplyTemplate.municipality.is_(None))
    )
    if purpose:
        query = query.where(ReplyTemplate.purpose == purpose)
    names = ("id", "municipality", "purpose", "title", "text")
    return [
        {name: getattr(one, name) for name in names}
        for one in model.Session.scalars(query.order_by(ReplyTemplate.purpose, ReplyTemplate.title))
    ]


def add(user: model.User, words: Words) -> ReplyTemplate:
    """Keep a text, in the open transaction.

    Raises:
        tk.ValidationError: with messages at the fields "purpose", "title" and "text".
        tk.ObjectNotFound: the municipality is for others to look after.
    """
    municipality = words.raw("municipality")
    check_own(user, municipality)
    purpose = words.choice("purpose", PURPOSES)
    title, text = words.line("title", 200, needed=True), words.text("text", 5_000, needed=True)
    known = sa.select(sa.func.count()).where(ReplyTemplate.municipality == municipality)
    if (model.Session.scalar(known.select_from(ReplyTemplate)) or 0) >= MOST:
        message = tk._("There are {number} texts already; remove one first.")
        words.wrong("title", message.format(number=MOST))
    words.check()
    added = ReplyTemplate(municipality=municipality, purpose=purpose, title=title, text=text)
    model.Session.add(added)
    model.Session.flush()
    return added


def remove(user: model.User, template_id: str) -> None:
    """Forget a text, in the open transaction.

    Raises:
        tk.ObjectNotFound: there is none, or it is for others to look after.
    """
    found = model.Session.get(ReplyTemplate, template_id)
    if found is None or not is_staff(user, found.municipality):
        raise tk.ObjectNotFound(tk._("There is no such text."))
    model.Session.delete(found)
    model.Session.flush()
