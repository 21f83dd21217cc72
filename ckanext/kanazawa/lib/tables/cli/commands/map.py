"""`kanazawa-table map`: guess how a layout of one's own becomes a format, or check that."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.known import require_target
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, columns, printable, screen_width, wrap
from ckanext.kanazawa.lib.tables.cli.mappings import read_mapping
from ckanext.kanazawa.lib.tables.cli.opening import open_tables_of
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject
from ckanext.kanazawa.lib.tables.cli.results import Results, results_of
from ckanext.kanazawa.lib.tables.cli.target import (
    Target,
    goes_to_stdout,
    require_stdout_free,
    target_of,
)
from ckanext.kanazawa.lib.tables.cli.work import over_files
from ckanext.kanazawa.lib.tables.convert.mapping import Guess, guess
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as Layout
from ckanext.kanazawa.lib.tables.convert.mapping.near import nearest
from ckanext.kanazawa.lib.tables.errors import MappingError
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import Table

ENDING = ".mapping.yaml"
# A format that recognising thinks less likely is none to begin with.
LEAST_LIKELY = 0.1


@dataclass(frozen=True)
class Guessed:
    """A mapping that was guessed and written.

    Attributes:
        subject: the table.
        guess: the mapping, and how each column was found.
        target: where it was written.
    """

    subject: Subject
    guess: Guess
    target: Target


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Guess a mapping for every file, or check one."""
    wanted = require_target(chosen.target, console.language) if chosen.target else None
    layout = read_mapping(chosen.check) if chosen.check else None
    if layout is None:
        require_stdout_free(chosen)
    stream = sys.stderr if layout is None and goes_to_stdout(chosen) else sys.stdout
    results = results_of(chosen, console, stream, ())

    def each(given: Given) -> Exit:
        tables = open_tables_of(given, chosen)
        if layout is not None:
            return _check(given, tables, layout, results, console)
        for table in tables:
            target = target_of(given, table, chosen, ENDING, tables=len(tables))
            form = (wanted[0].id, wanted[1].id) if wanted else _likely(given, table, chosen)
            _guess(given, table, target, form, results, console)
        return Exit.CLEAN

    status = over_files(chosen, console, each, results.failed)
    results.end()
    return status


def _likely(given: Given, table: Table, chosen: argparse.Namespace) -> tuple[str, str]:
    """Return the format and version a table is nearest to.

    Raises:
        Usage: it is near none.
    """
    recognition = recognise(table, family=chosen.family)
    if recognition.format is not None and recognition.version is not None:
        return recognition.format.id, recognition.version.id
    for candidate in recognition.candidates:
        if candidate.confidence >= LEAST_LIKELY:
            return candidate.format.id, candidate.version.id
    if (found := nearest(table.headings, chosen.family)) is not None:
        return found.id, found.current.id
    raise Usage("no_target", file=given.shown)


def _guess(
    given: Given,
    table: Table,
    target: Target,
    form: tuple[str, str],
    results: Results,
    console: Console,
) -> None:
    found = guess(table, *form)
    is_json = target.shown is not None and target.shown.lower().endswith(".json")
    text = found.mapping.dump("json" if is_json else "yaml")
    with target.opened("yaml") as stream:
        stream.write(text.encode("utf-8"))
    subject = Subject(given.shown, table, recognise(table, format=form[0], version=form[1]))
    guessed = Guessed(subject, found, target)
    results.add(
        as_object=lambda: _as_object(guessed),
        as_rows=lambda: (),
        as_lines=lambda: _lines(guessed, console),
    )


def _as_object(guessed: Guessed) -> Mapping[str, Any]:
    mapping = guessed.guess.mapping
    return {
        "file": guessed.subject.shown,
        "sheet": guessed.subject.table.origin.sheet,
        "output": guessed.target.shown,
        "format": mapping.format,
        "version": mapping.version,
        "columns": dict(mapping.columns),
        "how": guessed.guess.how,
        "open": list(guessed.guess.open),
    }


def _lines(guessed: Guessed, console: Console) -> Iterator[str]:
    mapping = guessed.guess.mapping
    yield console.paint("strong", guessed.subject.name(console))
    yield INDENT + console.text("map.target", format=mapping.format, version=mapping.version)
    yield from columns(_pairs(guessed.guess, console), most=(40, 40, 0), indent=INDENT * 2)
    if guessed.guess.open:
        names = console.text("comma").join(map(printable, guessed.guess.open))
        yield from wrap(console.text("map.open", names=names), screen_width(), INDENT)
    if guessed.target.shown is not None:
        saved = console.text("result.saved", file=guessed.target.shown)
        yield INDENT + console.paint("good", saved)
        yield INDENT + console.text("map.next")


def _pairs(found: Guess, console: Console) -> Iterator[tuple[str, str, str]]:
    """Yield own heading, official heading and how that was found."""
    for own, official in found.mapping.columns.items():
        yield own, official, console.text(f"how.{found.how[own]}")
    for official, join in found.mapping.joins.items():
        yield " + ".join(join.of), official, console.text("how.join")
    for own, split in found.mapping.splits.items():
        yield own, console.text("comma").join(split.targets), console.text("how.list")


def _check(
    given: Given, tables: list[Table], layout: Layout, results: Results, console: Console
) -> Exit:
    """Say whether the mapping fits each table."""
    status = Exit.CLEAN
    for table in tables:
        subject = Subject(given.shown, table, recognise(table, format=layout.format))
        problems, left = layout.problems(table), layout.left(table)
        results.add(
            as_object=lambda s=subject, p=problems, n=left: _checked(s, p, n),
            as_rows=lambda: (),
            as_lines=lambda s=subject, p=problems, n=left: _check_lines(s, p, n, console),
        )
        status = Exit.FINDINGS if problems else status
    return status


def _checked(
    subject: Subject, problems: tuple[MappingError, ...], left: tuple[str, ...]
) -> Mapping[str, Any]:
    said = [
        {"code": one.code, "message": {language: one.text(language) for language in ("ja", "en")}}
        for one in problems
    ]
    head = {"file": subject.shown, "sheet": subject.table.origin.sheet}
    return {**head, "problems": said, "open": list(left)}


def _check_lines(
    subject: Subject,
    problems: tuple[MappingError, ...],
    left: tuple[str, ...],
    console: Console,
) -> Iterator[str]:
    yield console.paint("strong", subject.name(console))
    if not problems:
        yield INDENT + console.paint("good", console.text("map.fits"))
    for problem in problems:
        yield from wrap(printable(problem.text(console.language)), screen_width(), INDENT)
    if left:
        names = console.text("comma").join(map(printable, left))
        said = console.paint("warning", console.text("map.left", names=names))
        yield from wrap(said, screen_width(), INDENT)
