"""The overview as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.cli.sink import RUNS

HEADINGS = (
    *("organization", "dataset", "title", "resource", "file", "state", "release", "format"),
    *("version", "standard", "errors", "warnings", "hints", "personal", "rows", "examined"),
)


def as_csv(tables: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the tables as CSV, UTF-8 with BOM; what a spreadsheet would run gets a '."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for table in tables:
        counts = table["severity"] or {}
        known = {
            **table,
            "errors": counts.get("error"),
            "warnings": counts.get("warning"),
            "hints": counts.get("hint"),
        }
        writer.writerow([_harmless(known[name]) for name in HEADINGS])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNS) else cell
