"""Invitations into a body: a link, sent by mail or handed over by an owner."""

from __future__ import annotations

import hashlib

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.bodies.members import ROLES, add, locked_body
from ckanext.kanazawa.contribute.limits.rate import slow_down, wait_s
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.people import links
from ckanext.kanazawa.contribute.people.register import MAILS_PER_HOUR
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.words import Words

INVITATIONS_PER_HOUR = 30


def invite(body_id: str, words: Words, user: model.User) -> str | None:
    """Invite somebody in the open transaction.

    Args:
        body_id: of the body.
        words: "role"; "address", or none to get the link and hand it over oneself; "locale".
        user: the owner who invites.

    Returns:
        The link where no address was given; else None: it was sent.
    """
    body = locked_body(body_id)
    role = words.choice("role", ROLES)
    address = words.address("address") if words.raw("address").strip() else ""
    words.check()
    if body.state != "active":
        raise tk.ValidationError({"state": [tk._("It is suspended or closed.")]})
    slow_down("invite", user.id, INVITATIONS_PER_HOUR)
    locale = words.raw("locale") if words.raw("locale") in ("ja", "en") else "ja"
    token = links.make_link(
        "member",
        address=address or None,
        body_id=body.id,
        role=role,
        created_by=user.id,
        locale=locale,
    )
    write("invite", subject=("body", body.id), user_id=user.id, details={"role": role})
    link = links.address_of(token, locale)
    if not address:
        return link
    mark = hashlib.sha256(address.lower().encode()).hexdigest()
    if not wait_s("mail", mark, MAILS_PER_HOUR):
        # The name of the body only: what an owner wrote about it was seen by nobody.
        params = {"url": link, "hours": config.link_hours(), "body": body.title}
        tell("member-link", address=address, locale=locale, **params)
    return None


def body_of(link: Registration) -> Body:
    """Return the body that a link leads into.

    Raises:
        links.LinkRefused: it was closed meanwhile.
    """
    body = model.Session.get(Body, link.body_id)
    if body is None or body.state == "closed":
        raise links.LinkRefused(tk._("It is closed."))
    return body


def join(token: str, user: model.User) -> Body:
    """Redeem an invitation, in the open transaction.

    Raises:
        links.LinkRefused: the link leads nowhere.
    """
    link = links.take(token, "member")
    body = body_of(link)
    locked_body(body.id)
    add(body.id, user.id, str(link.role), invited_by=link.created_by)
    return body
