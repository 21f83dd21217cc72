"""Who acts: contributors in good standing, and the stewards of a municipality.

Terms, confirmed address and suspension are asked here, by the auth functions of the feature,
so that no other way to log in can skip them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz
from ckan.model.group import group_table
from ckan.types import AuthResult, Context

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.bodies.identify import bearer
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.lib.choices import load_choices

# What keeps a contributor from acting; None: nothing does.
Hindrance = Literal["no-account", "suspended", "left", "address", "terms"]


def answer(check: Callable[[Context], object], context: Context) -> AuthResult:
    """Return the answer of an auth function: whether a check lets whoever acts pass."""
    try:
        check(context)
    except tk.NotAuthorized as refused:
        return {"success": False, "msg": refused.message or ""}
    return {"success": True}


def user_of(context: Context) -> model.User | None:
    """Return who calls: an active user, or None."""
    known = context.get("auth_user_obj")
    user = known if isinstance(known, model.User) else model.User.get(context.get("user") or "")
    return user if user is not None and user.state == model.State.ACTIVE else None


def hindrance(user: model.User | None) -> Hindrance | None:
    """Say what keeps somebody from contributing."""
    account = model.Session.get(Account, user.id) if user else None
    if user is None or account is None:
        return "no-account"
    if account.left_at is not None:
        return "left"
    if account.suspended_at is not None:
        return "suspended"
    if account.address_confirmed_at is None or account.address != user.email:
        return "address"
    if account.terms_version != config.terms_version():
        return "terms"
    return None


def contributor(context: Context) -> model.User:
    """Return the contributor who calls.

    Raises:
        tk.NotAuthorized: nobody is logged in, or `hindrance` says why not.
    """
    user = user_of(context)
    problem = hindrance(user)
    if user is None or problem is not None:
        raise tk.NotAuthorized(hindrance_text(problem or "no-account"))
    return user


def hindrance_text(problem: Hindrance) -> str:
    """Say what somebody has to do first, in the reader's language."""
    return {
        "no-account": tk._("Register as a contributor first."),
        "left": tk._("This account was left."),
        "suspended": tk._("This account is suspended. Ask the portal's staff."),
        "address": tk._("Confirm your mail address first."),
        "terms": tk._("Accept the terms of use first."),
    }[problem]


def bodies_of(user_id: str, role: str | None = None) -> list[str]:
    """Return the ids of the bodies somebody belongs to (as "owner" or "member").

    A call with a body's token belongs to that body only.
    """
    query = sa.select(Membership.body_id).where(Membership.user_id == user_id)
    if role:
        query = query.where(Membership.role == role)
    if body_of_call():
        query = query.where(Membership.body_id == body_of_call())
    return list(model.Session.scalars(query))


def may_submit_for(user_id: str, body_id: str | None) -> bool:
    """Say whether somebody may submit for a body that is neither suspended nor closed.

    For oneself (None) everybody may, but for calls with a body's token: they are the body's.
    """
    if body_id is None:
        return body_of_call() is None
    body = model.Session.get(Body, body_id)
    return body is not None and body.state == "active" and body_id in bodies_of(user_id)


def body_of_call() -> str | None:
    """Return the id of the body with whose token this call was made; None for all others.

    Such a call sees and changes submissions of that body only, not those of the person.
    """
    known = bearer()
    return known.body_id if known else None


def is_staff(user: model.User | None, organization_id: str | None) -> bool:
    """Say whether somebody edits the data of a municipality, or of all."""
    if user is None or not organization_id:
        return False
    return user.sysadmin or bool(
        authz.has_user_permission_for_group_or_org(organization_id, user.name, "update_dataset")
    )


def staffed(user: model.User | None) -> list[str]:
    """Return the ids of the municipalities' organisations whose staff somebody is."""
    return [id for id in municipalities() if is_staff(user, id)]


def is_steward(user: model.User | None, organization_id: str | None) -> bool:
    """Say whether somebody decides on submissions to a municipality: its staff, or a deputy."""
    if user is None or not organization_id:
        return False
    if is_staff(user, organization_id):
        return True
    named = model.Session.get(Deputy, (organization_id, user.id))
    # Who left the staff of the other municipality is no steward anywhere.
    return named is not None and bool(staffed(user))


def stewards_of(organization_id: str | None) -> list[str]:
    """Return the ids of the users who decide for a municipality; not system administrators."""
    if not organization_id:
        return []
    staff = sa.select(model.Member.table_id).where(
        model.Member.group_id == organization_id,
        model.Member.table_name == "user",
        model.Member.state == model.State.ACTIVE,
        model.Member.capacity.in_(("admin", "editor")),
    )
    deputies = sa.select(Deputy.user_id).where(Deputy.municipality == organization_id)
    query = sa.select(model.User).where(
        model.User.state == model.State.ACTIVE,
        sa.or_(model.User.id.in_(staff), model.User.id.in_(deputies)),
        # Who made the organisations on the command line; nobody reads its messages.
        model.User.name != tk.config["ckan.site_id"],
    )
    found = model.Session.scalars(query.order_by(model.User.name))
    return [user.id for user in found if is_steward(user, organization_id)]


def stewarded(user: model.User | None) -> list[str]:
    """Return the ids of the municipalities' organisations somebody decides for."""
    return [id for id in municipalities() if is_steward(user, id)]


def municipalities() -> list[str]:
    """Return the ids of the organisations that are municipalities, in the order of the list."""
    code = group_table.c.extras[config.CODE_KEY].astext
    query = (
        sa.select(model.Group.id, code)
        .where(model.Group.is_organization, model.Group.state == model.State.ACTIVE)
        .where(sa.func.coalesce(code, "") != "")
        .order_by(model.Group.name)
    )
    places = {known: place for place, known in enumerate(load_choices("municipalities"))}
    rows = sorted(model.Session.execute(query), key=lambda row: places.get(row[1], len(places)))
    return [row[0] for row in rows]
