"""Findings as files: CSV and XLSX for people, JSON as `kanazawa-table check --json` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.lib.tables.write import write
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.findings.listing import Filters, listed
from ckanext.kanazawa.schemas.tables.findings.told import Reader, told

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Keys of a finding that check-result.schema.json knows.
_KEYS = ("code", "severity", "sheet", "row", "column", "letter", "value", "expected", "message")
_KEYS += ("source", "repairable")
_PIECE = 5_000


def findings_file(
    edition: Edition, form: str, filters: Filters, language: str, *, is_editor: bool
) -> bytes:
    """Return the listed findings of an edition as a file.

    Args:
        edition: whose findings.
        form: "csv" (UTF-8 with BOM), "xlsx" or "json".
        filters: only these; JSON always holds all, its totals are those of the whole table.
        language: of the texts, "ja" or "en".
        is_editor: others do not see what findings of personal data quote.
    """
    reader = Reader.of(edition.id, is_editor=is_editor)
    if form == "json":
        return _json(edition, reader)
    rows = [_cells(found, language) for found in _all(edition, reader, filters)]
    # A heading row of its own is not counted by people who look for row 1 of theirs.
    table = table_of(_headings(), rows, name=edition.name, sheet=tk._("Findings"))
    target = BytesIO()
    write(table, target, form, defuse=True)
    return target.getvalue()


def file_name(edition: Edition, form: str) -> str:
    """Return the name to save it under."""
    stem = PurePosixPath(edition.name).stem or edition.name
    return tk._("{name}-findings.{form}").format(name=stem, form=form)


def severity_word(severity: str) -> str:
    """Return a severity in the reader's language."""
    words = {"error": tk._("Error"), "warning": tk._("Warning"), "hint": tk._("Hint")}
    return words.get(severity, severity)


def _all(edition: Edition, reader: Reader, filters: Filters) -> Iterator[dict[str, Any]]:
    offset = 0
    while rows := listed(edition.id, filters, limit=_PIECE, offset=offset):
        yield from (told(row, reader) for row in rows)
        offset += len(rows)


def _headings() -> list[str]:
    return [
        tk._("Sheet"),
        tk._("Row"),
        tk._("Column heading"),
        tk._("Column letter"),
        tk._("Severity"),
        tk._("Kind of finding"),
        tk._("What was found"),
        tk._("Explanation"),
        tk._("What is expected"),
        tk._("Mended value"),
        tk._("Source of the rule"),
        tk._("Code"),
    ]


def _cells(found: dict[str, Any], language: str) -> list[str | None]:
    return [
        found["sheet"],
        str(found["row"]) if found["row"] else None,
        found["column"],
        found["letter"],
        severity_word(found["severity"]),
        found["title"][language],
        found["value"],
        found["message"][language],
        found["expected"][language],
        found["repaired"],
        found["source"],
        found["code"],
    ]


def _json(edition: Edition, reader: Reader) -> bytes:
    totals = edition.totals or {}
    severity = totals.get("severity") or {}
    document = {
        "file": edition.name,
        "member": (edition.facts or {}).get("member"),
        "format": edition.format,
        "version": edition.version,
        "confidence": round(edition.confidence or 0.0, 3),
        "format_chosen": bool((edition.facts or {}).get("chosen_format")),
        "encoding": edition.encoding,
        "sheet": edition.sheet,
        "rows": edition.rows or 0,
        "columns": edition.columns,
        "totals": {
            "severity": {name: severity.get(name, 0) for name in SEVERITIES},
            "code": totals.get("code") or {},
        },
        "findings": [
            {key: found[key] for key in _KEYS} for found in _all(edition, reader, Filters())
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
