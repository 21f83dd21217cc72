"""Move values that stand beside their headings back under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.model import Recognition, Shift
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShifts
from ckanext.kanazawa.lib.tables.recognise.shapes import fits, is_sharp
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name

COLUMNS, ROWS = "shift-columns", "shift-rows"
# Of the values that betray their kind, this share must fit where they would come to stand.
FITTING = 0.8


class ShiftBack:
    """Undo the shift that recognising found, in the rows that show it.

    Nothing is overwritten: a row in which a cell would be lost stays as it is. Where the
    shift began must be certain: recognising knows only a range of columns, because texts do
    not show where they belong, and empty columns tell the rest.
    """

    def __init__(self, table: Table, recognition: Recognition):
        self._headings = table.headings
        self._width = table.width
        self._shift = recognition.shift
        self._begin = self._shift.begin if self._shift else None
        self._kinds = {
            index: field.kind for index, field in recognition.columns.items() if is_sharp(field)
        }

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with its shifted rows moved, noting every cell that changed."""
        if self._shift is None or self._begin is None:
            return frame
        where = frame.select(self._is_shifted(self._begin, self._shift).alias("shifted"))["shifted"]
        return _moved_back(
            frame, where, self._begin, self._shift, (self._headings, COLUMNS, changes)
        )

    def _is_shifted(self, begin: int, shift: Shift) -> pl.Expr:
        """Return an expression that is true for rows whose values fit better where they belong."""
        kinds = {col: kind for col, kind in self._kinds.items() if begin <= col <= shift.last}
        here = [fits(self._cell(col).str.strip_chars(), kind) for col, kind in kinds.items()]
        cells = {col: self._cell(col + shift.by).str.strip_chars() for col in kinds}
        there = [fits(cells[col], kind) for col, kind in kinds.items()]
        fitting = _number(there)
        filled = _number(cell.is_not_null() for cell in cells.values())
        better = (fitting > _number(here)) & (fitting >= FITTING * filled)
        lost = (
            range(begin, begin + shift.by)
            if shift.by > 0
            else range(shift.last + 1 + shift.by, shift.last + 1)
        )
        nothing_lost = pl.all_horizontal(self._cell(col).is_null() for col in lost)
        return (better & nothing_lost).fill_null(value=False)

    def _cell(self, column: int) -> pl.Expr:
        return _cell(column, self._width)


class RowsBack:
    """Undo the shifts of single rows, where it is certain how."""

    def __init__(self, table: Table, recognition: Recognition):
        self._headings = table.headings
        self._shifts = RowShifts(recognition)

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with its shifted rows moved, noting every cell that changed."""
        alike: defaultdict[Shift, list[int]] = defaultdict(list)
        for one in self._shifts.find(frame):
            alike[one.shift].append(one.row)
        for shift, rows in alike.items():
            if shift.begin is not None:
                where = frame[ROW].is_in(rows)
                notes = (self._headings, ROWS, changes)
                frame = _moved_back(frame, where, shift.begin, shift, notes)
        return frame


# Headings, name of the repair, and where changes are noted.
_Notes = tuple[tuple[str, ...], str, Changes]


def _moved_back(
    frame: pl.DataFrame, where: pl.Series, begin: int, shift: Shift, notes: _Notes
) -> pl.DataFrame:
    """Move the values of some rows back under their headings, from a heading on."""
    if not where.any():
        return frame
    moved = _moved(begin, shift, frame.width - 1)
    after = frame.with_columns(
        pl.when(where).then(cell).otherwise(pl.col(name)).alias(name)
        for name, cell in moved.items()
    )
    _note(frame, after, moved, notes)
    return after


def _moved(begin: int, shift: Shift, width: int) -> dict[str, pl.Expr]:
    """Return column → what comes to stand in it."""
    columns = range(begin, shift.last + 1)
    moved = {column_name(col): _cell(col + shift.by, width) for col in columns}
    left = (
        range(shift.last + 1, shift.last + 1 + shift.by)
        if shift.by > 0
        else range(begin + shift.by, begin)
    )
    for col in left:
        if 0 <= col < width:
            moved[column_name(col)] = pl.lit(None, dtype=pl.String)
    return moved


def _cell(column: int, width: int) -> pl.Expr:
    if 0 <= column < width:
        return pl.col(column_name(column))
    return pl.lit(None, dtype=pl.String)


def _note(before: pl.DataFrame, after: pl.DataFrame, moved: Iterable[str], notes: _Notes) -> None:
    headings, repair, changes = notes
    for name in sorted(moved, key=lambda one: int(one[1:])):
        index = int(name[1:])
        differs = before[name].ne_missing(after[name])
        changes.count(repair, headings[index], int(differs.sum()))
        rows = zip(
            before[ROW].filter(differs).head(changes.room(repair)),
            before[name].filter(differs),
            after[name].filter(differs),
            strict=False,
        )
        for row, was, now in rows:
            changes.show(Change(row, headings[index], index, was, now, repair))


def _number(marks: Iterable[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(mark.fill_null(value=False).cast(pl.Int32) for mark in marks)
