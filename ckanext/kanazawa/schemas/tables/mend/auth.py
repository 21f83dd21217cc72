"""Who may decide how a table is published: those who may change the resource."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


def _as_editor(context: Context, data_dict: DataDict) -> AuthResult:
    tk.check_access("resource_update", context, {"id": data_dict.get("resource_id")})
    return {"success": True}


def kanazawa_schemas_repair_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """See what would be repaired: it quotes cells, personal ones too."""
    return _as_editor(context, data_dict)


def kanazawa_schemas_repair_publish(context: Context, data_dict: DataDict) -> AuthResult:
    """Publish the repaired copy, or the table as it came."""
    return _as_editor(context, data_dict)


def kanazawa_schemas_mapping_guess(context: Context, data_dict: DataDict) -> AuthResult:
    """Have a mapping guessed: it quotes cells."""
    return _as_editor(context, data_dict)


def kanazawa_schemas_mapping_save(context: Context, data_dict: DataDict) -> AuthResult:
    """Keep or remove a mapping."""
    return _as_editor(context, data_dict)


def kanazawa_schemas_reading_save(context: Context, data_dict: DataDict) -> AuthResult:
    """Say how the file is read, and what it is."""
    return _as_editor(context, data_dict)
