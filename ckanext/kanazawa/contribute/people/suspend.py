"""Suspension: our own flag, set by stewards, recorded, and told to the person."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.people.accounts import locked_account
from ckanext.kanazawa.contribute.people.links import now
from ckanext.kanazawa.contribute.record.write import write


def suspend(user_id: str, steward: model.User, reason: str) -> None:
    """Keep somebody from contributing, in the open transaction; again changes nothing."""
    account = locked_account(user_id)
    if user_id == steward.id:
        raise tk.ValidationError({"id": [tk._("Nobody suspends their own account.")]})
    if account.suspended_at is not None:
        return
    account.suspended_at = now()
    account.suspended_by = steward.id
    account.suspension_reason = reason
    write("suspend", subject=("account", user_id), user_id=steward.id, text=reason)
    tell("account-suspended", user_id=user_id, reason=reason)


def restore(user_id: str, steward: model.User) -> None:
    """Let somebody contribute again, in the open transaction; again changes nothing."""
    account = locked_account(user_id)
    if account.suspended_at is None:
        return
    account.suspended_at = account.suspended_by = account.suspension_reason = None
    write("restore", subject=("account", user_id), user_id=steward.id)
    tell("account-restored", user_id=user_id, url=page("/contribute/account"))
