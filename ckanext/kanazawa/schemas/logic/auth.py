"""Who may call our actions."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_schemas_open_data_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody read the list: it holds public datasets only."""
    return {"success": True}
