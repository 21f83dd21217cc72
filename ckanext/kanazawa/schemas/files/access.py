"""Who may reach an edition through CKAN's general file actions and addresses.

The public gets the current edition at the resource's download address, where the
resource's own permissions hold. An earlier edition may have been replaced because
it should never have been public, so only those who may edit the resource see it
there; nobody changes, renames or takes over what is immutable.
"""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan import authz, logic
from ckan.types import Context

from . import config
from .edition import LINK_TYPE, OWNER_TYPE

OURS = (OWNER_TYPE, LINK_TYPE)


def file_allows(context: Context, file: model.File, operation: str) -> bool | None:
    """Decide about one file; None where it is not ours."""
    if file.storage != config.storage_name():
        return None
    if operation != "show" or not file.owner or file.owner.owner_type not in OURS:
        return False
    return may_edit(context, file.owner.owner_id)


def owner_allows(context: Context, owner_type: str, owner_id: str, operation: str) -> bool | None:
    """Decide about all files of a resource; None where the owner is something else."""
    if owner_type not in OURS:
        return None
    return operation == "file_scan" and may_edit(context, owner_id)


def may_edit(context: Context, resource_id: str) -> bool:
    """Say whether the user may change the resource."""
    fresh: Any = logic.fresh_context(context)
    try:
        return authz.is_authorized_boolean("resource_update", fresh, {"id": resource_id})
    except tk.ObjectNotFound:
        return False
