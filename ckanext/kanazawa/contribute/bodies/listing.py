"""Describe bodies: to everybody, to their members, and to stewards."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_steward, stewarded
from ckanext.kanazawa.contribute.bodies.access import is_public, role_of
from ckanext.kanazawa.contribute.bodies.tokens import living
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.body_token import BodyToken
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.verification import Verification
from ckanext.kanazawa.contribute.people.accounts import display_name

PUBLIC = ("id", "name", "title", "title_en", "description", "website", "kind")
PUBLIC_TOO = ("corporate_number", "ror", "municipality", "state")
MOST = 500


def describe(body: Body, user: model.User | None) -> dict[str, Any]:
    """Describe a body to whoever may see it: members and stewards are told more."""
    shown: dict[str, Any] = {key: getattr(body, key) for key in PUBLIC + PUBLIC_TOO}
    shown["verified"] = body.verified_at is not None
    shown["is_public"] = is_public(body)
    role, steward = role_of(user, body), is_steward(user, body.municipality)
    shown["role"], shown["steward"] = role, steward
    if role or steward:
        shown["members"] = _members(body.id)
    if role == "owner":
        shown["tokens"] = [_token(one) for one in living(body.id)]
    if steward:
        shown["verifications"] = _verifications(body.id)
        shown["mail_domains"] = _domains(body.id)
    return shown


def of_user(user_id: str) -> list[dict[str, Any]]:
    """List the bodies somebody belongs to, those that are not closed first."""
    query = (
        sa.select(Body, Membership.role)
        .join(Membership, Membership.body_id == Body.id)
        .where(Membership.user_id == user_id)
        .order_by(Body.state == "closed", Body.title)
    )
    return [{**_short(body), "role": role} for body, role in model.Session.execute(query)]


def of_steward(user: model.User | None) -> list[dict[str, Any]]:
    """List the bodies a steward looks after, those that nobody verified first."""
    query = (
        sa.select(Body)
        .where(Body.municipality.in_(stewarded(user)), Body.state != "closed")
        .order_by(Body.verified_at.is_not(None), Body.created.desc())
        .limit(MOST)
    )
    return [_short(body) for body in model.Session.scalars(query)]


def _short(body: Body) -> dict[str, Any]:
    kept = ("id", "name", "title", "title_en", "kind", "state")
    return {**{key: getattr(body, key) for key in kept}, "verified": body.verified_at is not None}


def _members(body_id: str) -> list[dict[str, Any]]:
    query = (
        sa.select(Membership)
        .where(Membership.body_id == body_id)
        .order_by(Membership.role.desc(), Membership.since)
    )
    return [
        {"id": one.user_id, "display_name": display_name(one.user_id), "role": one.role}
        for one in model.Session.scalars(query)
    ]


def _token(token: BodyToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "made_by": display_name(token.created_by),
        "expires_at": token.expires_at.isoformat(),
        "last_used": token.last_used.isoformat() if token.last_used else None,
    }


def _verifications(body_id: str) -> list[dict[str, Any]]:
    query = (
        sa.select(Verification)
        .where(Verification.body_id == body_id)
        .order_by(Verification.at.desc())
    )
    return [
        {"how": one.how, "seen": one.seen, "by": one.by, "at": one.at.isoformat()}
        for one in model.Session.scalars(query)
    ]


def _domains(body_id: str) -> list[str]:
    """Return the domains of the confirmed addresses of owners, never the addresses."""
    query = (
        sa.select(sa.func.split_part(Account.address, "@", 2))
        .join(Membership, Membership.user_id == Account.user_id)
        .where(Membership.body_id == body_id, Membership.role == "owner")
        .where(Account.address_confirmed_at.is_not(None), Account.left_at.is_(None))
        .distinct()
    )
    return sorted(model.Session.scalars(query))
