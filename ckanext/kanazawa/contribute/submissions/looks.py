"""What was found in a submission's files, in plain words, for its author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.shared import (
    Edition,
    Filters,
    Reader,
    error_text,
    format_line,
    kinds_of,
    listed,
    size_text,
    told,
)

SHOWN = 10


def look_of(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says about one file.

    Returns:
        {"file", "size", "state", "error", "format", "rows", "columns", "severity": numbers,
        "personal", "findings": the first ones as told to an editor, "more": how many besides,
        "repairs": kinds of repair with their count}.
    """
    language = tk.h.kanazawa_language()
    edition = model.Session.get(Edition, file.get("edition_id") or "")
    look: dict[str, Any] = {"file": file, "size": size_text(int(file["size_bytes"]))}
    if edition is None:
        return {**look, "state": "no-table", "findings": [], "repairs": [], "severity": {}}
    severity = (edition.totals or {}).get("severity") or {}
    rows = listed(edition.id, Filters(), "severity", SHOWN)
    reader = Reader.of(edition.id, is_editor=True)
    return {
        **look,
        "state": edition.state,
        "error": error_text(edition.error, language),
        "format": format_line(edition, language),
        "rows": edition.rows,
        "columns": edition.columns,
        "severity": severity,
        "personal": edition.personal,
        "findings": [told(row, reader) for row in rows],
        "more": max(0, sum(severity.values()) - len(rows)),
        "repairs": kinds_of(edition, (), ()) if edition.state == "examined" else [],
    }
