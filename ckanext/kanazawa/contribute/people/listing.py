"""Describe accounts: one's own, and to stewards those of others without mail addresses."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.model.terms import TermsAcceptance
from ckanext.kanazawa.contribute.people.links import now

PER_PAGE = 30


def own(user: model.User) -> dict[str, Any]:
    """Describe somebody's own account to them."""
    account = model.Session.get_one(Account, user.id)
    accepted = sa.select(TermsAcceptance).where(TermsAcceptance.user_id == user.id)
    confirmed = account.address_confirmed_at is not None and account.address == user.email
    return {
        "id": user.id,
        "name": user.name,
        "display_name": account.display_name,
        "locale": account.locale,
        "address": user.email,
        "address_confirmed": confirmed,
        "address_asked": _asked_address(user.id),
        "hindrance": hindrance(user),
        "suspension_reason": account.suspension_reason,
        "terms": [
            {"version": one.version, "accepted_at": one.accepted_at.isoformat()}
            for one in model.Session.scalars(accepted.order_by(TermsAcceptance.accepted_at))
        ],
        "terms_version": config.terms_version(),
        "is_public": account.public_at is not None,
        "has_password": bool(user.password),
    }


def accounts(q: str, page: Any) -> dict[str, Any]:
    """Return one page of the contributors, the newest first."""
    found = sa.select(Account, model.User.name).join(model.User, model.User.id == Account.user_id)
    found = found.where(Account.left_at.is_(None))
    if q:
        part = f"%{_literal(q)}%"
        found = found.where(sa.or_(Account.display_name.ilike(part), model.User.name.ilike(part)))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-count // PER_PAGE))
    number = min(max(1, int(page) if str(page).isascii() and str(page).isdigit() else 1), pages)
    rows = found.order_by(Account.created.desc(), Account.user_id)
    shown = model.Session.execute(rows.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
    return {
        "count": count,
        "page": number,
        "pages": pages,
        "accounts": [_described(account, name) for account, name in shown],
    }


def _described(account: Account, name: str) -> dict[str, Any]:
    return {
        "id": account.user_id,
        "name": name,
        "display_name": account.display_name,
        "created": account.created.isoformat(),
        "suspended": account.suspended_at is not None,
        "suspension_reason": account.suspension_reason,
        "address_confirmed": account.address_confirmed_at is not None,
        "terms_current": account.terms_version == config.terms_version(),
        "is_public": account.public_at is not None,
    }


def _asked_address(user_id: str) -> str | None:
    """Return the address a link was sent to that nobody redeemed yet."""
    query = (
        sa.select(Registration.address)
        .where(Registration.user_id == user_id, Registration.purpose == "address")
        .where(Registration.redeemed_at.is_(None), Registration.expires_at > now())
        .order_by(Registration.created.desc())
    )
    return model.Session.scalars(query).first()


def _literal(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
