"""Template helper: where an error is reported."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def kanazawa_contribute_report_url(
    dataset: str, resource: str | None = None, row: Any = None, record: Any = None
) -> str:
    """Return the address of the form that reports an error.

    Args:
        dataset: name or id.
        resource: id of one of its files.
        row: number of a row of its table, as the file counts it; or
        record: `_id` of the row in the DataStore.
    """
    about = {"dataset": dataset, "resource": resource, "row": row, "record": record}
    given = {name: value for name, value in about.items() if value not in (None, "")}
    return str(tk.url_for("kanazawa_report.index", **given))
