"""Check a file, and make the file that is wanted of it. Runs in the confined child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ckanext.kanazawa.lib import gtfs
from ckanext.kanazawa.lib.tables.check import Report, check
from ckanext.kanazawa.lib.tables.convert.ways import targets
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import Limits, open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise_as
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, column_letter
from ckanext.kanazawa.schemas.tables.desk.process.make import Subject, make, make_of_feed
from ckanext.kanazawa.schemas.tables.desk.process.notes import (
    ORIGINAL,
    PROGRESS,
    RESULT,
    write_note,
)
from ckanext.kanazawa.schemas.tables.examine.choose import choose

LANGUAGES = ("ja", "en")
# Other formats that are offered.
CANDIDATES = 5
# A workbook takes some ten times its bytes unpacked.
MEBIBYTE = 1 << 20


def work(folder: Path, task: dict[str, Any]) -> None:
    """Do a task and write its result; what cannot be read is a result, too."""
    try:
        result = _worked(folder, task)
    except TableError as error:
        result = {"state": "failed", "error": problem(error)}
    write_note(folder, RESULT, result)


def problem(error: TableError) -> dict[str, Any]:
    """Return what is wrong, in both languages."""
    texts = {language: error.text(language) for language in LANGUAGES}
    return {"code": error.code, "message": texts}


def _worked(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    path = folder / ORIGINAL
    if _is_feed(path):
        return _feed(folder, task)
    tables = open_tables(path, task["name"], limits=_limits(task), **task["reading"])
    table, facts = choose(tables)
    recognition = recognise_as(table, task["format"], task["version"])
    setting = Setting(municipality=task["municipality"])
    report = check(
        table,
        recognition,
        setting=setting,
        listed_per_code=task["listed_per_code"],
        progress=_teller(folder),
    )
    return {
        "state": "done",
        "check": {"file": task["name"], "member": table.origin.member, **report.as_dict()},
        "summary": {language: report.summary(language) for language in LANGUAGES},
        "reading": _reading(table),
        "sheets": facts.get("sheets", []),
        "recognition": _recognised(recognition),
        "columns": _columns(table, recognition, report),
        "repairable": report.found.repairable,
        **make(folder, task, Subject(table, recognition, setting)),
    }


def _limits(task: dict[str, Any]) -> Limits:
    memory = task["memory_mb"] * MEBIBYTE
    return replace(
        Limits(),
        unpacked_bytes=memory // 2,
        workbook_bytes=memory // 4,
        json_bytes=memory // 10,
        cells=memory // 60,
        seconds=float(task["timeout_s"]),
    )


def _teller(folder: Path) -> Callable[[int], None]:
    """Return what tells the page that waits how many rows were checked."""
    return lambda rows: write_note(folder, PROGRESS, {"rows": rows})


def _reading(table: Table) -> dict[str, Any]:
    origin = table.origin
    return {
        "kind": origin.kind,
        "encoding": origin.encoding,
        "delimiter": origin.delimiter,
        "sheet": origin.sheet,
        "header_row": table.header_row,
    }


def _recognised(recognition: Recognition) -> dict[str, Any]:
    found, version = recognition.format, recognition.version
    ways = targets(found, version) if found and version else []
    return {
        "chosen": recognition.chosen,
        "title": dict(found.title) if found else None,
        "version_title": dict(version.title) if version else None,
        "status": found.status if found else None,
        "candidates": [
            {
                "format": one.format.id,
                "version": one.version.id,
                "title": dict(one.format.title),
                "confidence": round(one.confidence, 3),
            }
            for one in recognition.candidates[:CANDIDATES]
        ],
        "targets": [
            {"format": target.id, "version": wanted.id, "title": dict(target.title)}
            for target, wanted in ways
        ],
    }


def _columns(table: Table, recognition: Recognition, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "letter": column_letter(index),
            "heading": heading,
            "field": recognition.columns[index].name if index in recognition.columns else None,
            "how": recognition.how.get(index),
            "empty": report.empty[index],
        }
        for index, heading in enumerate(table.headings)
    ]


def _is_feed(path: Path) -> bool:
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    return gtfs.is_feed(path)


def _feed(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    feed = gtfs.open_feed(folder / ORIGINAL, task["name"])
    report = gtfs.check(feed, listed_per_code=task["listed_per_code"])
    return {
        "state": "done",
        "check": report.as_check(task["name"]),
        "summary": {language: report.summary(language) for language in LANGUAGES},
        "reading": {"kind": "gtfs", "encoding": None, "sheet": None, "header_row": None},
        "sheets": [],
        "recognition": None,
        "columns": [],
        "repairable": report.findings.repairable,
        **make_of_feed(folder, task, feed),
    }
