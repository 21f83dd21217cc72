"""Who may register, change an account, and look after accounts."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.acting import hindrance, hindrance_text, stewarded, user_of
from ckanext.kanazawa.contribute.model.account import Account


@tk.auth_allow_anonymous_access
def kanazawa_contribute_registration_request(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Everybody who is no contributor yet."""
    user = user_of(context)
    if user is not None and model.Session.get(Account, user.id) is not None:
        return {"success": False, "msg": tk._("You are registered already.")}
    return {"success": True}


def kanazawa_contribute_registration_create(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Stewards hand out links."""
    return _steward(context)


@tk.auth_allow_anonymous_access
def kanazawa_contribute_registration_redeem(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Whoever holds the link."""
    return {"success": True}


@tk.auth_sysadmins_check
def kanazawa_contribute_terms_accept(context: Context, data: DataDict | None = None) -> AuthResult:
    """Contributors, also before anything else is in order."""
    return _with_account(context)


@tk.auth_sysadmins_check
def kanazawa_contribute_address_change(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Contributors, also before anything else is in order."""
    return _with_account(context)


@tk.auth_allow_anonymous_access
def kanazawa_contribute_address_confirm(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Whoever holds the link."""
    return {"success": True}


@tk.auth_sysadmins_check
def kanazawa_contribute_account_show(context: Context, data: DataDict | None = None) -> AuthResult:
    """Contributors see their own account, suspended ones too."""
    return _with_account(context)


@tk.auth_sysadmins_check
def kanazawa_contribute_account_patch(context: Context, data: DataDict | None = None) -> AuthResult:
    """Contributors who are not suspended: what they write may be seen by others."""
    user = user_of(context)
    if hindrance(user) == "suspended":
        return {"success": False, "msg": hindrance_text("suspended")}
    return _with_account(context)


def kanazawa_contribute_account_list(context: Context, data: DataDict | None = None) -> AuthResult:
    """Stewards of any municipality."""
    return _steward(context)


def kanazawa_contribute_account_suspend(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Stewards of any municipality."""
    return _steward(context)


def kanazawa_contribute_account_restore(
    context: Context, data: DataDict | None = None
) -> AuthResult:
    """Stewards of any municipality."""
    return _steward(context)


@tk.auth_sysadmins_check
def kanazawa_contribute_account_leave(context: Context, data: DataDict | None = None) -> AuthResult:
    """Everybody may leave, suspended or not."""
    return _with_account(context)


def _with_account(context: Context) -> AuthResult:
    problem = hindrance(user_of(context))
    if problem in ("no-account", "left"):
        return {"success": False, "msg": hindrance_text(problem)}
    return {"success": True}


def _steward(context: Context) -> AuthResult:
    if stewarded(user_of(context)):
        return {"success": True}
    return {"success": False, "msg": tk._("Only stewards may do this.")}
