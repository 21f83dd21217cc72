"""Who may read about table formats: everybody."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_schemas_format_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody read the list."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def kanazawa_schemas_format_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody read a definition; the datasets named in it are public ones."""
    return {"success": True}
