"""Results in one of three forms: text for people, JSON and CSV for programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.failures import Failure, Usage
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import printable
from ckanext.kanazawa.lib.tables.cli.sink import CsvResults, JsonResults
from ckanext.kanazawa.lib.tables.errors import TableError


class Results:
    """Takes results one by one. This one writes text for people.

    Args:
        console: for texts and remarks.
        stream: takes the results.
    """

    def __init__(self, console: Console, stream: TextIO):
        self._console = console
        self._stream = stream
        self._any = False

    def add(
        self,
        *,
        as_object: Callable[[], Mapping[str, Any]],
        as_rows: Callable[[], Iterable[Sequence[object]]],
        as_lines: Callable[[], Iterable[str]],
    ) -> None:
        """Take one result, in whichever form is wanted."""
        if self._any:
            self._console.out([""], self._stream)
        self._any = True
        self._console.out(as_lines(), self._stream)
        self._stream.flush()

    def failed(self, given: Given, error: Failure | TableError) -> None:
        """Say why a file could not be worked on."""
        said = error.text(self._console.language)
        # Failures name the file they are about, which may be the one to be written.
        is_named = isinstance(error, Failure) or printable(given.name) in said
        where = "" if is_named else f"{printable(given.shown)}: "
        self._console.remark(f"✗ {where}{said}")

    def end(self) -> None:
        """Write what is left."""


class _Objects(Results):
    """Writes JSON; a file that could not be read is an object with `error`."""

    def __init__(self, console: Console, stream: TextIO):
        super().__init__(console, stream)
        self._json = JsonResults(stream)

    def add(self, *, as_object: Callable[[], Mapping[str, Any]], **_: object) -> None:
        self._json.add(as_object())

    def failed(self, given: Given, error: Failure | TableError) -> None:
        super().failed(given, error)
        message = {language: error.text(language) for language in ("ja", "en")}
        self._json.add({"file": given.shown, "error": {"code": error.code, "message": message}})

    def end(self) -> None:
        self._json.end()


class _Rows(Results):
    """Writes CSV."""

    def __init__(self, console: Console, stream: TextIO, headings: Sequence[str]):
        super().__init__(console, stream)
        self._csv = CsvResults(stream, headings)

    def add(self, *, as_rows: Callable[[], Iterable[Sequence[object]]], **_: object) -> None:
        self._csv.add(as_rows())


def results_of(
    chosen: argparse.Namespace, console: Console, stream: TextIO, headings: Sequence[str]
) -> Results:
    """Return what writes results in the form the options ask for.

    Args:
        headings: of the CSV.

    Raises:
        Usage: --json and --csv at once.
    """
    if chosen.json and getattr(chosen, "csv", False):
        raise Usage("option_conflict", name="--json", other="--csv")
    if chosen.json:
        return _Objects(console, stream)
    if getattr(chosen, "csv", False):
        return _Rows(console, stream, headings)
    return Results(console, stream)
