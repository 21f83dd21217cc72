"""Who sees the overview: who may edit datasets of an organisation."""

from __future__ import annotations

import ckan.authz as authz
import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


def kanazawa_schemas_overview(context: Context, data_dict: DataDict) -> AuthResult:
    """Let editors see what is wrong in the datasets they may change."""
    user = context.get("user")
    if user and authz.has_user_permission_for_some_org(user, "update_dataset"):
        return {"success": True}
    return {"success": False, "msg": tk._("Only editors of an organisation see the overview.")}
