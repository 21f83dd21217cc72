"""Who may have files examined."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


def kanazawa_schemas_edition_examine(context: Context, data_dict: DataDict) -> AuthResult:
    """Have a file examined again: those who may change the resource."""
    tk.check_access("resource_update", context, {"id": data_dict.get("resource_id")})
    return {"success": True}
