"""Action: what editors should know of their tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.authz as authz
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.schemas.organizations import find_organization
from ckanext.kanazawa.schemas.tables.overview.rows import rows
from ckanext.kanazawa.schemas.tables.overview.summary import by_organization


@tk.side_effect_free
def kanazawa_schemas_overview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return which tables follow a standard and what is wrong in them, the worst first.

    Args:
        context: `user`, an editor; system administrators see all organisations.
        data_dict: `organization` (id or name, optional): only that one; `offset`, `limit`:
            which of the tables; all of them unless said.

    Returns:
        {"total": number of tables, "organizations": [{"organization", "tables", "following",
        "with_errors", "unread", "personal", "severity"}, ...], "tables": [{"dataset", "title",
        "titles", "organization", "resource", "file", "state", "release", "format", "version",
        "standard", "severity", "personal", "rows", "trend", "examined"}, ...]}.

    Raises:
        tk.NotAuthorized: no editor, or not of that organisation.
        tk.ObjectNotFound: there is no such organisation.
        tk.ValidationError: `offset` or `limit` is no number.

    Try: `ckanapi action kanazawa_schemas_overview organization=kanazawa-city`
    """
    tk.check_access("kanazawa_schemas_overview", context, data_dict)
    asked, errors = tk.navl_validate(dict(data_dict), _schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    listed = rows(_wanted(context, asked.get("organization")))
    offset, limit = asked["offset"], asked.get("limit")
    end = None if limit is None else offset + limit
    tables = [asdict(row) for row in listed[offset:end]]
    for table in tables:
        table["examined"] = table["examined"].isoformat() if table["examined"] else None
    organizations = by_organization(listed)
    return {"total": len(listed), "organizations": organizations, "tables": tables}


def _schema() -> dict[str, Any]:
    known: Any = tk.get_validator
    number = known("natural_number_validator")
    return {
        "organization": [known("ignore_missing")],
        "offset": [known("default")(0), number],
        "limit": [known("ignore_missing"), number],
    }


def _wanted(context: Context, reference: Any) -> list[str] | None:
    """Return the ids of the organisations that are wanted and allowed; None for all."""
    user = context.get("user") or ""
    is_all = bool(context.get("ignore_auth")) or authz.is_sysadmin(user)
    allowed = {
        one["id"]
        for one in tk.get_action("organization_list_for_user")(
            {"user": user}, {"permission": "update_dataset"}
        )
    }
    if not reference:
        return None if is_all else sorted(allowed)
    organization = find_organization(reference)
    if not is_all and organization.id not in allowed:
        raise tk.NotAuthorized(tk._("You are no editor of this organisation."))
    return [organization.id]
