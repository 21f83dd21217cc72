"""`kanazawa-table repair`: mend what can be mended, into another file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Unwritable
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, printable
from ckanext.kanazawa.lib.tables.cli.opening import (
    open_tables_of,
    recognise_table,
    require_overruling,
    setting_of,
)
from ckanext.kanazawa.lib.tables.cli.reports.changes import change_lines
from ckanext.kanazawa.lib.tables.cli.reports.findings import finding_lines
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject, subject_lines
from ckanext.kanazawa.lib.tables.cli.results import Results, results_of
from ckanext.kanazawa.lib.tables.cli.target import (
    Target,
    goes_to_stdout,
    require_place,
    require_stdout_free,
    target_of,
)
from ckanext.kanazawa.lib.tables.cli.usage import Choice
from ckanext.kanazawa.lib.tables.cli.work import over_files
from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.findings import Findings
from ckanext.kanazawa.lib.tables.read.left_out import left_out
from ckanext.kanazawa.lib.tables.repair import MOST_LISTED, Changes, repair, repair_names
from ckanext.kanazawa.lib.tables.write import write

ENDING = ".repaired.csv"
# The repair that makes it UTF-8.
ENCODING = "encoding"
HEADINGS = ("file", "sheet", "row", "column", "letter", "before", "after", "repair")


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Repair every file."""
    require_overruling(chosen, console.language)
    _require_repairs(chosen, console.language)
    if not chosen.dry_run:
        require_stdout_free(chosen)
        require_place(chosen)
    # The account of what was done keeps out of the way of the table itself.
    stream = sys.stderr if goes_to_stdout(chosen) and not chosen.dry_run else sys.stdout
    results = results_of(chosen, console, stream, HEADINGS)
    status = over_files(
        chosen,
        console,
        lambda given: _repair_file(given, chosen, console, results),
        results.failed,
        repaired=False,
    )
    results.end()
    return status


def _require_repairs(chosen: argparse.Namespace, language: str) -> None:
    known = list(repair_names())
    for name in (*(chosen.without or ()), *(chosen.agree or ())):
        if name not in known:
            raise Choice(language).refusal("unknown_repair", name, known)


def _repair_file(
    given: Given, chosen: argparse.Namespace, console: Console, results: Results
) -> Exit:
    tables = open_tables_of(given, chosen)
    targets = [
        None if chosen.dry_run else target_of(given, table, chosen, ENDING, tables=len(tables))
        for table in tables
    ]
    for table, target in zip(tables, targets, strict=True):
        subject = Subject(given.shown, table, recognise_table(table, chosen))
        changes = _repair_table(subject, target, chosen, console)
        if _is_listed(chosen) and changes.unlisted:
            _say_unlisted(subject, changes, console)
        results.add(
            as_object=lambda s=subject, c=changes, t=target: _as_object(s, c, t),
            as_rows=lambda s=subject, c=changes: _rows(s, c),
            as_lines=lambda s=subject, c=changes, t=target: _lines(s, c, t, chosen, console),
        )
    return Exit.CLEAN


def _is_listed(chosen: argparse.Namespace) -> bool:
    """Say whether a program reads the changes, rather than somebody a few examples."""
    return chosen.json or chosen.csv


def _limit(chosen: argparse.Namespace) -> int:
    """Return how many changes of each repair are kept."""
    wanted = MOST_LISTED if _is_listed(chosen) else chosen.examples
    return min(MOST_LISTED, wanted if chosen.limit is None else chosen.limit)


def _say_unlisted(subject: Subject, changes: Changes, console: Console) -> None:
    """Say, beside a list that has no place for it, what it leaves out."""
    unlisted = changes.unlisted
    console.say(
        "changes.unlisted",
        file=subject.shown,
        count=unlisted.total(),
        repairs=console.text("comma").join(f"{name} {n:,}" for name, n in unlisted.most_common()),
    )


def _repair_table(
    subject: Subject, target: Target | None, chosen: argparse.Namespace, console: Console
) -> Changes:
    repaired = repair(
        subject.table,
        subject.recognition,
        switched_off=chosen.without or (),
        agreed=chosen.agree or (),
        setting=setting_of(chosen),
        listed_per_repair=_limit(chosen),
    )
    if target is not None:
        name = subject.table.origin.name
        with (
            console.progress(name, asked=chosen.progress, quiet=chosen.quiet) as done,
            target.opened("csv") as stream,
            _refusal_explained(),
        ):
            options = _encoding_kept(subject, chosen)
            write(repaired.table, stream, "csv", progress=done, **options)
    return repaired.changes


def _encoding_kept(subject: Subject, chosen: argparse.Namespace) -> dict[str, Any]:
    """Return how to write the file's own encoding, mark and all, where it is to stay."""
    encoding = subject.table.origin.encoding
    if encoding is None or ENCODING not in (chosen.without or ()):
        return {}
    return {"encoding": encoding, "unencodable": "refuse"}


@contextmanager
def _refusal_explained() -> Iterator[None]:
    """Say, of a value that the file's encoding cannot hold, what to do here.

    Raises:
        Unwritable: there is such a value.
    """
    try:
        yield
    except WriteError as error:
        if error.code != "not-encodable":
            raise
        raise Unwritable("not_in_own_encoding", **error.params) from error


def _as_object(subject: Subject, changes: Changes, target: Target | None) -> Mapping[str, Any]:
    recognition = subject.recognition
    return {
        "file": subject.shown,
        "member": subject.table.origin.member,
        "sheet": subject.table.origin.sheet,
        "format": recognition.format.id if recognition.format else None,
        "version": recognition.version.id if recognition.version else None,
        "output": target.shown if target else None,
        "totals": dict(changes.totals.most_common()),
        "unlisted": dict(changes.unlisted.most_common()),
        "changes": [change.as_dict() for change in changes.listed],
        "left_out": [found.as_dict() for found in left_out(subject.table)],
    }


def _rows(subject: Subject, changes: Changes) -> Iterator[list[object]]:
    for change in changes.listed:
        known = {"file": subject.shown, "sheet": subject.table.origin.sheet, **change.as_dict()}
        yield [known[name] for name in HEADINGS]


def _lines(
    subject: Subject,
    changes: Changes,
    target: Target | None,
    chosen: argparse.Namespace,
    console: Console,
) -> Iterator[str]:
    yield from subject_lines(subject, console)
    yield from change_lines(changes, console, chosen.examples)
    if target is not None and target.shown is not None:
        saved = console.text("result.saved", file=printable(target.shown))
        yield INDENT + console.paint("good", saved)
    elif target is None:
        yield INDENT + console.text("changes.dry_run")
    if found := left_out(subject.table):
        yield INDENT + console.paint("warning", console.text("changes.left_out"))
        findings = Findings()
        findings.extend(found)
        yield from finding_lines(findings, console, chosen.examples)
