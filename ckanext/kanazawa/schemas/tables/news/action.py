"""Action: which tables were found to have errors, the newest first."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.authz as authz
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.schemas.organizations import find_organization
from ckanext.kanazawa.schemas.tables.news.found import news


@tk.side_effect_free
def kanazawa_schemas_news_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the tables of an organisation that were found to have errors, the newest first.

    Args:
        context: visitors get what is public, editors of the organisation all of it.
        data_dict: `organization` (id or name).

    Returns:
        [{"edition", "label", "file", "resource", "dataset", "title", "examined",
        "severity", "codes", "personal"}, ...], at most 50; numbers, and no value of any cell.

    Raises:
        tk.ObjectNotFound: there is no such organisation.

    Try: `ckanapi action kanazawa_schemas_news_list organization=kanazawa-city`
    """
    tk.check_access("kanazawa_schemas_news_list", context, data_dict)
    organization = find_organization(tk.get_or_bust(data_dict, "organization"))
    user = context.get("user") or ""
    is_editor = bool(context.get("ignore_auth")) or (
        bool(user)
        and authz.has_user_permission_for_group_or_org(organization.id, user, "update_dataset")
    )
    found = [asdict(one) for one in news([organization.id], for_editors=is_editor)]
    for one in found:
        one["examined"] = one["examined"].isoformat()
    return found
