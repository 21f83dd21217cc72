"""`kanazawa-table recognise`: tell which format and version a file follows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.feeds import is_feed
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, printable
from ckanext.kanazawa.lib.tables.cli.opening import (
    open_tables_of,
    recognise_table,
    require_overruling,
)
from ckanext.kanazawa.lib.tables.cli.reports.recognition import recognition_lines
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject
from ckanext.kanazawa.lib.tables.cli.results import Results, results_of
from ckanext.kanazawa.lib.tables.cli.sink import sink
from ckanext.kanazawa.lib.tables.cli.work import over_files
from ckanext.kanazawa.lib.tables.table import column_letter

HEADINGS = ("file", "sheet", "format", "version", "confidence", "letter", "column", "field", "how")


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Recognise every file."""
    require_overruling(chosen, console.language)
    with sink(chosen, console) as stream:
        results = results_of(chosen, console, stream, HEADINGS)
        status = over_files(
            chosen,
            console,
            lambda given: _recognise_file(given, chosen, console, results),
            results.failed,
        )
        results.end()
    return status


def _recognise_file(
    given: Given, chosen: argparse.Namespace, console: Console, results: Results
) -> Exit:
    if is_feed(given):
        results.add(
            as_object=lambda: _feed(given),
            as_rows=lambda: ([_feed(given).get(name) for name in HEADINGS],),
            as_lines=lambda: (printable(given.shown), INDENT + console.text("feed.follows")),
        )
        return Exit.CLEAN
    status = Exit.CLEAN
    for table in open_tables_of(given, chosen):
        subject = Subject(given.shown, table, recognise_table(table, chosen))
        results.add(
            as_object=lambda s=subject: _as_object(s),
            as_rows=lambda s=subject: _rows(s),
            as_lines=lambda s=subject: recognition_lines(s, console),
        )
        if subject.recognition.format is None:
            status = Exit.FINDINGS
    return status


def _feed(given: Given) -> dict[str, Any]:
    """Return what is known of a feed of bus timetables, which is no single table."""
    known = {"file": given.shown, "sheet": None, "format": "gtfs-jp", "version": None}
    return {
        **known,
        "confidence": 1.0,
        "format_chosen": False,
        "columns": [],
        "candidates": [],
        "findings": [],
    }


def _as_object(subject: Subject) -> Mapping[str, Any]:
    recognition = subject.recognition
    return {
        **_head(subject),
        "member": subject.table.origin.member,
        "encoding": subject.table.origin.encoding,
        "columns": list(_columns(subject)),
        "format_chosen": recognition.chosen,
        "candidates": [
            {
                "format": candidate.format.id,
                "version": candidate.version.id,
                "confidence": round(candidate.confidence, 3),
            }
            for candidate in recognition.candidates
        ],
        "findings": [finding.as_dict() for finding in recognition.findings],
    }


def _head(subject: Subject) -> dict[str, Any]:
    recognition = subject.recognition
    return {
        "file": subject.shown,
        "sheet": subject.table.origin.sheet,
        "format": recognition.format.id if recognition.format else None,
        "version": recognition.version.id if recognition.version else None,
        "confidence": round(recognition.confidence, 3),
    }


def _columns(subject: Subject) -> Iterator[dict[str, Any]]:
    for index, heading in enumerate(subject.table.headings):
        field = subject.recognition.columns.get(index)
        yield {
            "letter": column_letter(index),
            "column": heading,
            "field": field.name if field else None,
            "how": subject.recognition.how.get(index),
        }


def _rows(subject: Subject) -> Iterator[list[object]]:
    head = list(_head(subject).values())
    for column in _columns(subject):
        yield [*head, *column.values()]
