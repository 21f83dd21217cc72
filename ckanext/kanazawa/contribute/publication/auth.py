"""Who reads the public history of a dataset: everybody."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def kanazawa_contribute_history_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody read it."""
    return {"success": True}
