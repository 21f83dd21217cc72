"""Who may see editions, and who decides about them."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan import authz, logic
from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition


@tk.auth_allow_anonymous_access
def kanazawa_schemas_edition_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let those read who may see the resource; the action leaves out what is not for them."""
    return _as("resource_show", context, data_dict.get("resource_id"))


@tk.auth_allow_anonymous_access
def kanazawa_schemas_edition_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let those read who may see the resource."""
    return _as("resource_show", context, _resource_id(data_dict))


def kanazawa_schemas_edition_confirm(context: Context, data_dict: DataDict) -> AuthResult:
    """Let editors of the resource decide."""
    return _as("resource_update", context, _resource_id(data_dict))


def kanazawa_schemas_edition_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Let editors of the resource decide."""
    return _as("resource_update", context, _resource_id(data_dict))


def _as(action: str, context: Context, resource_id: Any) -> AuthResult:
    fresh: Any = logic.fresh_context(context)
    return authz.is_authorized(action, fresh, {"id": resource_id})


def _resource_id(data_dict: DataDict) -> str | None:
    edition = model.Session.get(Edition, str(data_dict.get("id") or ""))
    return edition.owner_id if edition and edition.owner_type == RESOURCE else None
