"""`kanazawa-table convert`: to another kind of file, format or version."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.feeds import (
    convert_feed,
    drawing_lines,
    drawings_object,
    is_feed,
)
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.known import require_target
from ckanext.kanazawa.lib.tables.cli.opening import (
    open_tables_of,
    recognise_table,
    require_overruling,
    setting_of,
)
from ckanext.kanazawa.lib.tables.cli.reports.conversion import Account, account_lines
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject
from ckanext.kanazawa.lib.tables.cli.results import Results, results_of
from ckanext.kanazawa.lib.tables.cli.target import (
    Target,
    goes_to_stdout,
    require_place,
    require_stdout_free,
    target_of,
)
from ckanext.kanazawa.lib.tables.cli.work import over_files
from ckanext.kanazawa.lib.tables.convert.ways import NoWayError, Way, way_by, way_to
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.read.left_out import left_out
from ckanext.kanazawa.lib.tables.write import write

Wanted = tuple[Format, Version]
DEFAULT_ENCODING = "utf-8-sig"


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Convert every file."""
    require_overruling(chosen, console.language)
    if chosen.mapping is not None and chosen.target is not None:
        raise Usage("mapping_and_as")
    named = f"{chosen.mapping.format}:{chosen.mapping.version}" if chosen.mapping else chosen.target
    wanted = require_target(named, console.language) if named else None
    _require_encodable(chosen)
    require_stdout_free(chosen)
    require_place(chosen)
    # The account of what was done keeps out of the way of the table itself.
    stream = sys.stderr if goes_to_stdout(chosen) else sys.stdout
    results = results_of(chosen, console, stream, ())
    status = over_files(
        chosen,
        console,
        lambda given: _convert_file(given, wanted, chosen, console, results),
        results.failed,
    )
    results.end()
    return status


def _require_encodable(chosen: argparse.Namespace) -> None:
    """Refuse --encoding where the form leaves no choice."""
    if chosen.encoding is not None and chosen.to not in (None, "csv"):
        raise Usage("encoding_fixed", form=chosen.to)
    chosen.encoding = chosen.encoding or DEFAULT_ENCODING


def _convert_file(
    given: Given,
    wanted: Wanted | None,
    chosen: argparse.Namespace,
    console: Console,
    results: Results,
) -> Exit:
    if is_feed(given):
        return _convert_feed(given, chosen, console, results)
    tables = open_tables_of(given, chosen)
    form = chosen.to or "csv"
    ending = _ending(given, form, wanted)
    targets = [target_of(given, table, chosen, ending, tables=len(tables)) for table in tables]
    lost = False
    for table, target in zip(tables, targets, strict=True):
        subject = Subject(given.shown, table, recognise_table(table, chosen))
        account = _convert_table(subject, target, form, wanted, chosen, console)
        _add(account, results, console)
        lost = lost or account.is_lossy
    return Exit.FINDINGS if lost else Exit.CLEAN


def _ending(given: Given, form: str, wanted: Wanted | None) -> str:
    """Return the ending of a result, which is told from the original by its name."""
    if wanted is None and not given.name.lower().endswith(f".{form}"):
        return f".{form}"
    return f".{wanted[0].id if wanted else 'converted'}.{form}"


def _convert_table(
    subject: Subject,
    target: Target,
    form: str,
    wanted: Wanted | None,
    chosen: argparse.Namespace,
    console: Console,
) -> Account:
    table, recognition, way = subject.table, subject.recognition, None
    if chosen.mapping is not None:
        way = way_by(table, chosen.mapping)
    elif wanted is not None:
        way = _way_to(subject, wanted, chosen)
    if way is not None:
        table, recognition = way.converted.table, way.recognition
    options = {"encoding": chosen.encoding, "defuse": chosen.defuse, "recognition": recognition}
    with (
        console.progress(given_name(subject), asked=chosen.progress, quiet=chosen.quiet) as done,
        target.opened(form) as stream,
    ):
        account = write(table, stream, form, progress=done, **options)
    account.findings.extend(left_out(subject.table))
    return Account(
        subject=subject,
        output=target.shown,
        form=form,
        rows=account.rows,
        findings=account.findings,
        target=wanted,
        losses=way.converted.losses if way else (),
        unfilled=way.converted.unfilled if way else (),
        mended=way.changes().total if way else 0,
    )


def _way_to(subject: Subject, wanted: Wanted, chosen: argparse.Namespace) -> Way:
    """Convert, and say with the options' names where no conversion leads.

    Raises:
        Usage: no conversion leads there.
    """
    try:
        return way_to(subject.table, subject.recognition, *wanted, setting_of(chosen))
    except NoWayError as error:
        raise Usage(error.code.replace("-", "_"), **error.params) from error


def given_name(subject: Subject) -> str:
    """Return the name progress is shown under."""
    return subject.table.origin.name


def _add(account: Account, results: Results, console: Console) -> None:
    results.add(
        as_object=account.as_dict,
        as_rows=lambda: (),
        as_lines=lambda: account_lines(account, console),
    )


def _convert_feed(
    given: Given, chosen: argparse.Namespace, console: Console, results: Results
) -> Exit:
    drawings = convert_feed(given, chosen)

    def as_object() -> Mapping[str, Any]:
        return drawings_object(given, drawings)

    def as_lines() -> Iterator[str]:
        return drawing_lines(drawings, console)

    results.add(as_object=as_object, as_rows=lambda: (), as_lines=as_lines)
    return Exit.FINDINGS if any(drawing.is_lossy for drawing in drawings) else Exit.CLEAN
