"""Who may read findings."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_schemas_finding_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let those read findings who may see the resource; what they quote is looked at later."""
    tk.check_access("resource_show", context, {"id": data_dict.get("resource_id")})
    return {"success": True}
