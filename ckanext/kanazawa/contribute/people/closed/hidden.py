"""Accounts of which nothing is public: those without a published contribution."""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa
from ckan import authz
from ckan.types import Context

from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.contribute.model.account import Account


def hide_address_hashes() -> None:
    """Let core publish no hash of anybody's mail address.

    Every dictionary of a user carries the MD5 of the address, which whoever guesses an address
    can compute. Nothing here needs it: pictures of other sites are switched off.
    """
    model.User.email_hash = property(lambda self: "")  # pyright: ignore[reportAttributeAccessIssue]


def hidden_ids() -> sa.Select[tuple[str]]:
    """Return a query for the ids of users of whom nothing is public."""
    return sa.select(Account.user_id).where(
        sa.or_(Account.public_at.is_(None), Account.left_at.is_not(None))
    )


def is_contributor(user: model.User | None) -> bool:
    """Say whether a user has (or had) an account of a contributor."""
    return user is not None and model.Session.get(Account, user.id) is not None


def is_hidden(user: model.User | None) -> bool:
    """Say whether nothing of a user is public."""
    if user is None:
        return False
    return bool(model.Session.scalar(hidden_ids().where(Account.user_id == user.id)))


def sees_everybody(context: Context) -> bool:
    """Say whether a call may know of hidden accounts: system administrators, and the portal."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user"))


def may_see(context: Context, user: model.User) -> bool:
    """Say whether a call may know of this user."""
    if sees_everybody(context) or not is_hidden(user):
        return True
    caller = user_of(context)
    return caller is not None and caller.id == user.id
