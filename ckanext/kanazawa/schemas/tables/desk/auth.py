"""Who may have tables checked: everybody."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_schemas_table_check(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody: nothing is kept, and limits hold for all alike."""
    return {"success": True}
