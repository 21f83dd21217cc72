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
