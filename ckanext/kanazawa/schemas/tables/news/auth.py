"""Who sees which tables have errors: everybody, of what is public."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_schemas_news_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody; the action leaves out what the user may not see."""
    return {"success": True}
