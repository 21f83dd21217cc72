"""Who may act on many tables at once: who may on each of them."""

from __future__ import annotations

import ckan.authz as authz
import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.schemas.organizations import find_organization


def kanazawa_schemas_tables_examine(context: Context, data_dict: DataDict) -> AuthResult:
    """Have tables examined again: editors of the organisation, or of each dataset."""
    user = context.get("user") or ""
    if data_dict.get("organization"):
        organization = find_organization(data_dict["organization"])
        may = authz.has_user_permission_for_group_or_org(organization.id, user, "update_dataset")
        return _answer(bool(user) and may, tk._("You are no editor of this organisation."))
    for name in tk.aslist(data_dict.get("datasets")):
        tk.check_access("package_update", context, {"id": name})
    if data_dict.get("datasets"):
        return {"success": True}
    # System administrators never get here.
    return _answer(False, tk._("Only a system administrator may have all tables examined."))


def _answer(success: bool, message: str) -> AuthResult:
    return {"success": True} if success else {"success": False, "msg": message}


def kanazawa_schemas_import_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Send a folder: who may create datasets of an organisation."""
    user = context.get("user")
    may = user and authz.has_user_permission_for_some_org(user, "create_dataset")
    return _answer(bool(may), tk._("Only editors of an organisation may register datasets."))


def kanazawa_schemas_import_list(context: Context, data_dict: DataDict) -> AuthResult:
    """See one's own imports: as sending them."""
    return kanazawa_schemas_import_create(context, data_dict)


def kanazawa_schemas_import_show(context: Context, data_dict: DataDict) -> AuthResult:
    """See an import: as sending one; the action shows only one's own."""
    return kanazawa_schemas_import_create(context, data_dict)


def kanazawa_schemas_import_run(context: Context, data_dict: DataDict) -> AuthResult:
    """Take in what was tried: as sending it; each row is checked with the user's rights."""
    return kanazawa_schemas_import_create(context, data_dict)


def kanazawa_schemas_import_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Remove an import: as sending it."""
    return kanazawa_schemas_import_create(context, data_dict)
