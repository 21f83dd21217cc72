"""Findings as files: CSV and XLSX for people, JSON as `kanazawa-table check --json` prints it."""

from __future__ import annotations

import json
import logging
import threading
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.table import Block, Table, table_of
from ckanext.kanazawa.lib.tables.write import write
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.findings.listing import PIECE, Filters, streamed
from ckanext.kanazawa.schemas.tables.findings.told import Reader, told
from ckanext.kanazawa.schemas.tables.forms.growing import GrowingFile

log = logging.getLogger(__name__)

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Keys of a finding that check-result.schema.json knows.
_KEYS = ("code", "severity", "sheet", "row", "column", "letter", "value", "expected", "message")
_KEYS += ("source", "repairable")
# Until the first findings are written.
WRITING_S = 60.0


def findings_file(
    edition: Edition, form: str, filters: Filters, language: str, *, is_editor: bool
) -> Iterator[bytes]:
    """Return the listed findings of an edition as a file, in pieces.

    They are made while they are sent.

    Args:
        edition: whose findings.
        form: "csv" (UTF-8 with BOM), "xlsx" or "json".
        filters: only these; JSON always holds all, its totals are those of the whole table.
        language: of the texts, "ja" or "en".
        is_editor: others do not see what findings of personal data quote.
    """
    reader = Reader.of(edition.id, is_editor=is_editor)
    if form == "json":
        found = streamed(edition.id, Filters())
        return _json(_document(edition), (told(row, reader) for row in found))
    words = {name: severity_word(name) for name in SEVERITIES}
    rows = (
        _cells(told(row, reader, [language]), language, words)
        for row in streamed(edition.id, filters)
    )
    if form == "csv":
        return _csv(_headings(), rows)
    return _workbook(_headings(), rows, edition.name, tk._("Findings"))


def file_name(edition: Edition, form: str) -> str:
    """Return the name to save it under."""
    stem = PurePosixPath(edition.name).stem or edition.name
    return tk._("{name}-findings.{form}").format(name=stem, form=form)


def severity_word(severity: str) -> str:
    """Return a severity in the reader's language."""
    words = {"error": tk._("Error"), "warning": tk._("Warning"), "hint": tk._("Hint")}
    return words.get(severity, severity)


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


def _cells(found: dict[str, Any], language: str, words: Mapping[str, str]) -> list[str | None]:
    return [
        found["sheet"],
        str(found["row"]) if found["row"] else None,
        found["column"],
        found["letter"],
        words.get(found["severity"], found["severity"]),
        found["title"][language],
        found["value"],
        found["message"][language],
        found["expected"][language],
        found["repaired"],
        found["source"],
        found["code"],
    ]


def _csv(headings: list[str], rows: Iterator[list[str | None]]) -> Iterator[bytes]:
    """Yield a table in pieces of some rows, harmless for programs that run formulas."""
    yield BOM_UTF8
    # A line of headings has no formulas, so that it can be among the rows.
    lines = chain([cast(list[str | None], headings)], rows)
    while piece := list(islice(lines, PIECE)):
        target = BytesIO()
        write(table_of(headings, piece), target, "csv", encoding="utf-8", defuse=True)
        # Each piece comes with headings of its own.
        yield target.getvalue().split(b"\r\n", 1)[1]


def _workbook(
    headings: list[str], rows: Iterator[list[str | None]], name: str, sheet: str
) -> Iterator[bytes]:
    """Yield a workbook while a thread writes it; what its beginning meets is raised here."""
    file = GrowingFile()

    def blocks() -> Iterator[Block]:
        while piece := list(islice(rows, PIECE)):
            yield from table_of(headings, piece).blocks()

    # A heading row of its own is not counted by people who look for row 1 of theirs.
    table = replace(table_of(headings, [], name=name, sheet=sheet), read=blocks)
    threading.Thread(target=_write, args=(table, file), name="findings-xlsx", daemon=True).start()
    file.wait_for_bytes(WRITING_S)
    return file.chunks()


def _write(table: Table, file: GrowingFile) -> None:
    error: BaseException | None = None
    try:
        write(table, cast(Any, file), "xlsx", defuse=True)
    except Exception as raised:
        log.exception("Could not write the findings of %s", table.origin.name)
        error = raised
    finally:
        file.end(error)


def _document(edition: Edition) -> dict[str, Any]:
    """Return what a check tells of the whole table, as check-result.schema.json has it."""
    totals = edition.totals or {}
    severity = totals.get("severity") or {}
    return {
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
    }


def _json(document: dict[str, Any], found: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Yield a document with its findings, one a line."""
    yield json.dumps(document, ensure_ascii=False, indent=2).removesuffix("\n}").encode()
    yield b',\n  "findings": ['
    before = "\n    "
    for one in found:
        line = json.dumps({key: one[key] for key in _KEYS}, ensure_ascii=False)
        yield (before + line).encode()
        before = ",\n    "
    yield b"\n  ]\n}\n"
