"""Core's rules about users, with what contributors are promised."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.people.closed.hidden import may_see


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_show(
    original: AuthFunction, context: Context, data_dict: DataDict | None = None
) -> AuthResult:
    """Let nobody know of users of whom nothing is public.

    Follows and activities of users ask here, too.
    """
    return _unless_hidden(original, context, data_dict or {})


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_update(
    original: AuthFunction, context: Context, data_dict: DataDict | None = None
) -> AuthResult:
    """Refuse others without naming a user of whom nothing is public, as core's refusal does."""
    return _unless_hidden(original, context, data_dict or {})


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_patch(
    original: AuthFunction, context: Context, data_dict: DataDict | None = None
) -> AuthResult:
    """Refuse as `user_update`."""
    return _unless_hidden(original, context, data_dict or {})


def _unless_hidden(original: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    asked = data_dict.get("id")
    user = model.User.get(asked) if isinstance(asked, str) and asked else None
    if user is not None and not may_see(context, user):
        return {"success": False, "msg": tk._("Not authorized to see this page")}
    return original(context, data_dict)
