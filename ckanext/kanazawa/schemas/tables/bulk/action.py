"""Actions on many tables at once."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.schemas.organizations import find_organization
from ckanext.kanazawa.schemas.tables.bulk.examine import examine_again


def kanazawa_schemas_tables_examine(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Have tables examined again; what was found stays until then.

    Args:
        context: who may edit the datasets; all of the portal: a system administrator.
        data_dict: `organization` (id or name), or `datasets` (ids or names), or `all` (true).

    Returns:
        {"tables": how many}.

    Raises:
        tk.ObjectNotFound: no such organisation or dataset.
        tk.ValidationError: none of the three is given.

    Try: `ckanapi action kanazawa_schemas_tables_examine organization=kanazawa-city`
    """
    tk.check_access("kanazawa_schemas_tables_examine", context, data_dict)
    count = examine_again(**_wanted(data_dict))
    if not context.get("defer_commit"):
        model.repo.commit()
    return {"tables": count}


def _wanted(data_dict: DataDict) -> dict[str, Any]:
    if data_dict.get("organization"):
        return {"organization": find_organization(data_dict["organization"]).id}
    if data_dict.get("datasets"):
        return {"datasets": [_dataset(name).id for name in tk.aslist(data_dict["datasets"])]}
    if tk.asbool(data_dict.get("all") or False):
        return {}
    problem = tk._("Name an organisation or datasets, or ask for all.")
    raise tk.ValidationError({"organization": [problem]})


def _dataset(reference: Any) -> model.Package:
    found = model.Package.get(reference) if isinstance(reference, str) else None
    if found is None or found.state == model.State.DELETED:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return found
