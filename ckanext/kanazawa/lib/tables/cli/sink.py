"""Where a command's result goes: standard output, or the file of -o."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.output import STDOUT, place, written

# A spreadsheet runs cells that begin so. Our lists hold what strangers wrote.
RUNS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def sink(chosen: argparse.Namespace, console: Console) -> Iterator[TextIO]:
    """Yield the stream that the result is written to.

    Data for programs leave as UTF-8 whatever the terminal speaks; a CSV file begins with the
    mark (BOM) by which Excel knows UTF-8.

    Raises:
        Failure: the file exists, or cannot be written.
    """
    if chosen.output in (None, STDOUT):
        if chosen.json or chosen.csv:
            getattr(sys.stdout, "reconfigure", lambda **_: None)(encoding="utf-8")
        yield sys.stdout
        return
    console.coloured = False
    target = place(chosen.output, f"{chosen.command}.txt", Path(), several=False)
    encoding = "utf-8-sig" if chosen.csv else "utf-8"
    with (
        written(target, force=chosen.force) as fresh,
        open(fresh, "w", encoding=encoding, errors="backslashreplace", newline="") as stream,
    ):
        yield stream
    console.say("result.saved", file=str(target))


class JsonResults:
    """One result as an object; several as an array, written as they come."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        self._waiting: str | None = None
        self._several = False

    def add(self, result: Mapping[str, Any]) -> None:
        """Take one result."""
        if self._waiting is not None:
            self._stream.write(("" if self._several else "[\n") + self._waiting + ",\n")
            self._several = True
        # A name of bytes that are no UTF-8 holds characters that cannot be written as such.
        self._waiting = (
            json.dumps(result, ensure_ascii=False)
            .encode("utf-8", "backslashreplace")
            .decode("utf-8")
        )

    def end(self) -> None:
        """Write what is left; `[]` where there was nothing."""
        last = "[]" if self._waiting is None else self._waiting
        self._stream.write(last + ("\n]\n" if self._several else "\n"))


class CsvResults:
    """Rows under one heading row. What a spreadsheet would run is made harmless with a '."""

    def __init__(self, stream: TextIO, headings: Sequence[str]):
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(headings)

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Take some rows."""
        self._writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(RUNS):
        return f"'{cell}"
    return "" if cell is None else cell
