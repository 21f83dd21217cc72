"""Who makes bodies, who manages them, who looks after them."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.acting import contributor, is_steward, user_of
from ckanext.kanazawa.contribute.bodies.access import role_of, visible_body


@tk.auth_sysadmins_check
def kanazawa_contribute_body_create(context: Context, data: DataDict) -> AuthResult:
    """Contributors in good standing."""
    return _good(context)


@tk.auth_allow_anonymous_access
def kanazawa_contribute_body_show(context: Context, data: DataDict) -> AuthResult:
    """Whoever may know of it; others are told that there is none."""
    visible_body(data.get("id"), user_of(context))
    return {"success": True}


def kanazawa_contribute_body_list(context: Context, data: DataDict | None = None) -> AuthResult:
    """Everybody with an account, their own."""
    return {"success": user_of(context) is not None}


def kanazawa_contribute_body_update(context: Context, data: DataDict) -> AuthResult:
    """Its owners."""
    return _owner(context, data)


def kanazawa_contribute_body_close(context: Context, data: DataDict) -> AuthResult:
    """Its owners, also without being in good standing: nobody is kept from ending something."""
    return _owner(context, data, good=False)


def kanazawa_contribute_body_suspend(context: Context, data: DataDict) -> AuthResult:
    """Its stewards."""
    return _steward(context, data)


def kanazawa_contribute_body_restore(context: Context, data: DataDict) -> AuthResult:
    """Its stewards."""
    return _steward(context, data)


def kanazawa_contribute_body_verify(context: Context, data: DataDict) -> AuthResult:
    """Its stewards, but none who belongs to it."""
    body = visible_body(data.get("id"), user_of(context))
    if role_of(user_of(context), body):
        return {"success": False, "msg": tk._("Nobody verifies a body they belong to.")}
    return _steward(context, data)


def kanazawa_contribute_body_invite(context: Context, data: DataDict) -> AuthResult:
    """Its owners."""
    return _owner(context, data)


def kanazawa_contribute_body_join(context: Context, data: DataDict) -> AuthResult:
    """Contributors in good standing who hold a link."""
    return _good(context)


def kanazawa_contribute_body_member_update(context: Context, data: DataDict) -> AuthResult:
    """Its owners."""
    return _owner(context, data)


def kanazawa_contribute_body_member_remove(context: Context, data: DataDict) -> AuthResult:
    """Its owners; and everybody may go."""
    user = user_of(context)
    if user is not None and data.get("user_id") == user.id:
        visible_body(data.get("id"), user)
        return {"success": True}
    return _owner(context, data)


def kanazawa_contribute_body_token_create(context: Context, data: DataDict) -> AuthResult:
    """Its owners."""
    return _owner(context, data)


def kanazawa_contribute_body_token_revoke(context: Context, data: DataDict) -> AuthResult:
    """Its owners, also without being in good standing."""
    return _owner(context, data, good=False)


def _good(context: Context) -> AuthResult:
    try:
        contributor(context)
    except tk.NotAuthorized as refused:
        return {"success": False, "msg": str(refused.message or "")}
    return {"success": True}


def _owner(context: Context, data: DataDict, *, good: bool = True) -> AuthResult:
    body = visible_body(data.get("id"), user_of(context))
    if role_of(user_of(context), body) != "owner":
        return {"success": False, "msg": tk._("Only its owners may do this.")}
    return _good(context) if good else {"success": True}


def _steward(context: Context, data: DataDict) -> AuthResult:
    user = user_of(context)
    body = visible_body(data.get("id"), user)
    if is_steward(user, body.municipality):
        return {"success": True}
    return {"success": False, "msg": tk._("Only stewards may do this.")}
