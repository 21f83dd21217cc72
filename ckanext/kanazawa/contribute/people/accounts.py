"""Find contributors."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.account import Account

LOCALES = ("ja", "en")
LONGEST_NAME = 60


def locked_account(user_id: str) -> Account:
    """Return somebody's account as it is now, locked until the end of the transaction.

    Raises:
        tk.ObjectNotFound: there is none, or it was left.
    """
    account = model.Session.get(Account, user_id, populate_existing=True, with_for_update=True)
    if account is None or account.left_at is not None:
        raise tk.ObjectNotFound(tk._("There is no such account."))
    return account


def user_with_address(address: str) -> model.User | None:
    """Return who uses a mail address now, or proved it."""
    same = sa.func.lower(sa.literal(address))
    proved = sa.select(Account.user_id).where(
        sa.func.lower(Account.address) == same, Account.left_at.is_(None)
    )
    query = (
        sa.select(model.User)
        .where(model.User.state != model.State.DELETED)
        .where(sa.or_(sa.func.lower(model.User.email) == same, model.User.id.in_(proved)))
    )
    return model.Session.scalars(query).first()


def display_name(user_id: str | None) -> str:
    """Return the name somebody chose to be shown with."""
    account = model.Session.get(Account, user_id) if user_id else None
    if account and account.left_at is None and account.display_name:
        return account.display_name
    return tk._("A contributor who left") if account and account.left_at else tk._("A contributor")
