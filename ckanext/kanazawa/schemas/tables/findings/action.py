"""Actions: what was found in a table."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.files.access import may_edit
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.findings.listing import (
    ORDERS,
    Filters,
    edition_of,
    facets,
    listed,
    number_of,
)
from ckanext.kanazawa.schemas.tables.findings.told import Reader, told

MOST = 1000


def _list_schema() -> dict[str, Any]:
    known: Any = tk.get_validator
    optional, text = known("ignore_missing"), known("unicode_safe")
    number = [known("natural_number_validator")]
    return {
        "resource_id": [known("not_empty"), text],
        "severity": [optional, known("one_of")(list(SEVERITIES))],
        "column": [optional, text],
        "code": [optional, text],
        "order": [known("default")("row"), known("one_of")(list(ORDERS))],
        "limit": [known("default")(100), *number],
        "offset": [known("default")(0), *number],
    }


@tk.side_effect_free
def kanazawa_schemas_finding_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what was found in the table of a resource.

    Visitors get the findings of the edition that is shown to them, editors those of the
    newest one. What findings of personal data quote is for editors only: for others `value`
    is null, `withheld` true, and the texts tell only the kind.

    Args:
        context: whoever may see the resource.
        data_dict: `resource_id`; `severity`, `column` (heading) and `code` narrow the list
            down; `order`: "row", "row desc" or "severity"; `limit` (at most 1000), `offset`.

    Returns:
        {"edition": {...} or None, "totals": numbers of all findings, "listed_per_code": how
        many of a kind are kept, "count": listed under the filters, "facets": {"severity",
        "column", "code"}, "findings": [...]}, a finding as in check-result.schema.json and
        with `title`, `number`, `repair`, `repaired`, `personal` and `withheld`.

    Raises:
        tk.ValidationError: a filter or number is none.

    Try: `ckanapi action kanazawa_schemas_finding_list resource_id=… severity=error`
    """
    tk.check_access("kanazawa_schemas_finding_list", context, data_dict)
    wanted, errors = tk.navl_validate(data_dict, _list_schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    is_editor = may_edit(context, wanted["resource_id"])
    edition = edition_of(wanted["resource_id"], is_editor=is_editor)
    filters = Filters(*(wanted.get(name) for name in ("severity", "column", "code")))
    return {
        "edition": _described(edition) if edition else None,
        "totals": (edition.totals if edition else None) or {},
        "listed_per_code": config.listed_per_code(),
        **(_page(edition, filters, wanted, is_editor=is_editor) if edition else _NOTHING),
    }


_NOTHING = {"count": 0, "facets": {"severity": [], "column": [], "code": []}, "findings": []}


def _page(
    edition: Edition, filters: Filters, wanted: dict[str, Any], *, is_editor: bool
) -> dict[str, Any]:
    reader = Reader.of(edition.id, is_editor=is_editor)
    limit = min(wanted["limit"], MOST)
    rows = listed(edition.id, filters, wanted["order"], limit, wanted["offset"])
    return {
        "count": number_of(edition.id, filters),
        "facets": facets(edition.id, filters),
        "findings": [told(row, reader) for row in rows],
    }


def _described(edition: Edition) -> dict[str, Any]:
    """Return what the list says about the edition it is of."""
    names = ("id", "label", "name", "state", "error", "format", "version", "confidence")
    names += ("encoding", "sheet", "header_row", "rows", "columns")
    known = {name: getattr(edition, name) for name in names}
    examined = edition.examined_at
    return {**known, "examined_at": examined.isoformat() if examined else None}
