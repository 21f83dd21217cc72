"""`kanazawa-table check`: name every problem of a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.check.report import Report
from ckanext.kanazawa.lib.tables.cli.advice import repair_advice
from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.feeds import check_feed, feed_lines, feed_object, is_feed
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import INDENT
from ckanext.kanazawa.lib.tables.cli.opening import (
    open_tables_of,
    recognise_table,
    require_overruling,
    setting_of,
)
from ckanext.kanazawa.lib.tables.cli.reports.findings import report_lines, totals_line
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject, subject_lines
from ckanext.kanazawa.lib.tables.cli.results import Results, results_of
from ckanext.kanazawa.lib.tables.cli.sink import sink
from ckanext.kanazawa.lib.tables.cli.work import over_files
from ckanext.kanazawa.lib.tables.findings import Finding

HEADINGS = (
    *("file", "sheet", "row", "column", "letter", "severity", "code", "value", "expected"),
    *("message", "source", "repairable"),
)


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Check every file."""
    require_overruling(chosen, console.language)
    with sink(chosen, console) as stream:
        results = results_of(chosen, console, stream, HEADINGS)
        status = over_files(
            chosen,
            console,
            lambda given: _check_file(given, chosen, console, results),
            results.failed,
        )
        results.end()
    return status


def _check_file(
    given: Given,
    chosen: argparse.Namespace,
    console: Console,
    results: Results,
) -> Exit:
    if is_feed(given):
        return _check_feed(given, chosen, console, results)
    status = Exit.CLEAN
    for table in open_tables_of(given, chosen):
        subject = Subject(given.shown, table, recognise_table(table, chosen))
        with console.progress(given.name, asked=chosen.progress, quiet=chosen.quiet) as done:
            report = check(
                table,
                subject.recognition,
                setting=setting_of(chosen),
                listed_per_code=chosen.limit,
                near_duplicate_rows=chosen.near_duplicates,
                progress=done,
            )
        results.add(
            as_object=lambda s=subject, r=report: _as_object(s, r),
            as_rows=lambda s=subject, r=report: _rows(s, r, console.language),
            as_lines=lambda s=subject, r=report: _lines(s, r, given, chosen, console),
        )
        if report.found.by_severity["error"]:
            status = Exit.FINDINGS
    return status


def _check_feed(
    given: Given, chosen: argparse.Namespace, console: Console, results: Results
) -> Exit:
    report = check_feed(given)
    found = report.findings
    results.add(
        as_object=lambda: feed_object(given, report),
        as_rows=lambda: ([given.shown, *_cells(one, console.language)] for one in found.listed),
        as_lines=lambda: feed_lines(given, report, console, chosen.examples),
    )
    return Exit.FINDINGS if found.by_severity["error"] else Exit.CLEAN


def _as_object(subject: Subject, report: Report) -> Mapping[str, Any]:
    return {"file": subject.shown, "member": subject.table.origin.member, **report.as_dict()}


def _rows(subject: Subject, report: Report, language: str) -> Iterator[list[object]]:
    for finding in report.findings:
        yield [subject.shown, *_cells(finding, language)]


def _cells(finding: Finding, language: str) -> list[object]:
    known = finding.as_dict()
    texts = {name: known[name][language] for name in ("expected", "message")}
    repairable = str(known["repairable"]).lower()
    known = {**known, **texts, "repairable": repairable}
    return [known[name] for name in HEADINGS[1:]]


def _lines(
    subject: Subject,
    report: Report,
    given: Given,
    chosen: argparse.Namespace,
    console: Console,
) -> Iterator[str]:
    yield from subject_lines(subject, console, report.rows)
    yield INDENT + totals_line(report.found, console)
    yield from report_lines(report, console, chosen.examples)
    yield from repair_advice(report.found, given, chosen, console)
