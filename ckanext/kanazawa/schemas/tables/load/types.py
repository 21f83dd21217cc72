"""What the columns of a table hold, decided over all of its rows.

A column gets a type only where each of its values reads back exactly as it was published:
clients of the DataStore find `076`, `1.50` and `9:00` as the file has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from ckanext.kanazawa.lib.tables.figures import CODE_HEADING
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.write.types import TYPE_OF_KIND, Type, is_typed
from ckanext.kanazawa.schemas.tables.load.columns import Column

SqlType = Literal["text", "int4", "int8", "numeric", "date", "time"]
# Kinds of value that people filter by.
_FILTERED = frozenset(
    {
        *("identifier", "choice", "municipality-code", "town-id", "poi-code", "school-code"),
        *("corporate-number", "prefecture", "municipality-name"),
    }
)
_WHOLE_TIME = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$"
_INT4 = 2**31 - 1
MOST_INDEXES = 6
# An index holds values of at most a third of a page, and long texts are no codes.
_LONGEST_INDEXED = 400
# What PostgreSQL's COPY takes for something else, and NUL, which no text of it may hold.
SPECIAL = r"[\\\t\n\r\x00]"


@dataclass
class Watch:
    """What the rows of a column showed so far.

    Attributes:
        column: the column.
        candidates: types it may have.
        filled: cells that are not empty.
        largest: of its whole numbers.
        longest: bytes of its longest cell.
        least, most: first and last value in order; the same where there is one value only.
        special: a cell holds a sign that COPY takes for something else.
        is_code: it holds what people filter by, and nobody reckons with.
        is_guessed: no format says what it holds.
    """

    column: Column
    candidates: set[Type]
    filled: int = 0
    largest: int = 0
    longest: int = 0
    least: str | None = None
    most: str | None = None
    special: bool = False
    is_code: bool = False
    is_guessed: bool = False

    def looks(self) -> list[pl.Expr]:
        """Return what to ask a block, each answer under its own name."""
        cells, name = pl.col(self.column.cell), self.column.cell
        asked = [
            cells.is_not_null().sum().alias(f"{name} filled"),
            cells.str.len_bytes().max().alias(f"{name} longest"),
            cells.min().alias(f"{name} least"),
            cells.max().alias(f"{name} most"),
            cells.str.contains(SPECIAL).any().alias(f"{name} special"),
        ]
        asked += [_fits(cells, kind).all().alias(f"{name} {kind}") for kind in self.candidates]
        if "integer" in self.candidates:
            largest = cells.cast(pl.Int64, strict=False).abs().max()
            asked.append(largest.alias(f"{name} largest"))
        return asked

    def saw(self, answers: Mapping[str, object]) -> None:
        """Note the answers of a block."""

        def answer(what: str) -> object:
            return answers.get(f"{self.column.cell} {what}")

        self.filled += int(str(answer("filled") or 0))
        self.longest = max(self.longest, int(str(answer("longest") or 0)))
        self.largest = max(self.largest, int(str(answer("largest") or 0)))
        least, most = answer("least"), answer("most")
        self.least = min((str(v) for v in (self.least, least) if v is not None), default=None)
        self.most = max((str(v) for v in (self.most, most) if v is not None), default=None)
        self.special = self.special or bool(answer("special"))
        self.candidates = {kind for kind in self.candidates if answer(kind) is not False}

    @property
    def type(self) -> SqlType:
        """Return the type of the column."""
        if "integer" in self.candidates:
            return "int4" if self.largest <= _INT4 else "int8"
        if "number" in self.candidates:
            return "numeric"
        if "date" in self.candidates:
            return "date"
        return "time" if "time" in self.candidates else "text"

    @property
    def is_filtered(self) -> bool:
        """Say whether an index pays: a code or choice of more than one value."""
        short = self.longest <= _LONGEST_INDEXED
        return self.is_code and short and self.least != self.most


def watches(
    columns: Sequence[Column], recognition: Recognition, texts: frozenset[str]
) -> list[Watch]:
    """Return what to look for in each column.

    Args:
        columns: that are loaded.
        recognition: of the table.
        texts: ids of columns that an editor declared to be text.
    """
    return [_watch(column, recognition, column.id in texts) for column in columns]


def _watch(column: Column, recognition: Recognition, is_text: bool) -> Watch:
    known = recognition.columns.get(column.index)
    if known is not None:
        kind = None if known.many else TYPE_OF_KIND.get(known.kind)
        candidates: set[Type] = {kind} if kind else set()
        if kind == "integer":
            candidates.add("number")
        is_code = known.kind in _FILTERED or known.choices is not None
    else:
        is_code = CODE_HEADING.search(column.heading) is not None
        candidates = set() if is_code else {"integer", "number", "date"}
    guessed = known is None
    return Watch(column, set() if is_text else candidates, is_code=is_code, is_guessed=guessed)


def watch_block(frame: pl.DataFrame, watched: Sequence[Watch]) -> None:
    """Look at a block."""
    answers = frame.select([look for watch in watched for look in watch.looks()])
    row = answers.row(0, named=True)
    for watch in watched:
        watch.saw(row)


def settle(watched: Sequence[Watch]) -> None:
    """Let columns that are empty in all rows be text, unless their format says what they hold."""
    for watch in watched:
        if not watch.filled and watch.is_guessed:
            watch.candidates = set()


def _fits(cells: pl.Expr, kind: Type) -> pl.Expr:
    """Return an expression that is true where a cell is empty or reads back as written."""
    fits = is_typed(cells, kind, strict=True)
    if kind == "time":
        fits = fits & cells.str.contains(_WHOLE_TIME)
    return cells.is_null() | fits
