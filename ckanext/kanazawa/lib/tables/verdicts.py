"""What checking found out about the cells of a table, for repairing the same table after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import look
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift
from ckanext.kanazawa.lib.tables.table import ROW, Table

# Values of a column that are remembered; a column of ever new faulty values starts afresh.
REMEMBERED = 50_000
# Marks of more cells than this are not kept: at a bit each they would take over 64 MB.
_MARKED_CELLS = 500_000_000
# Repairs that hold for any cell, whatever its heading asks for.
_OF_ANY_CELL = frozenset(("remove-invisible", "trim", "drop-apostrophe", "tab", "compose"))
# That of readings turns hiragana and dashes over besides.
_UNLESS_READINGS = "wide-kana"


class Looks:
    """Looks closely at the values of one column, and remembers what it found.

    Args:
        field: of the column.
        setting: what the file does not tell.
        is_misplaced: the values belong under another heading, so that nobody is sure about
            making them what this one asks for.

    Attributes:
        field: of the column.
    """

    def __init__(self, field: Field, setting: Setting, *, is_misplaced: bool = False):
        self.field = field
        self._setting = setting
        self._is_misplaced = is_misplaced
        self._known: dict[str, tuple[Diagnosis, ...]] = {}

    def at(self, value: str, *, again: bool = True) -> tuple[Diagnosis, ...]:
        """Return what is wrong with a value that is not empty.

        Args:
            value: as written.
            again: it is likely to be asked for again. What is remembered for nothing keeps
                Python's search for garbage busy.
        """
        known = self._known.get(value)
        if known is None:
            known = look(value, self.field, self._setting)
            if self._is_misplaced:
                known = tuple(_for_any_cell(one, self.field.kind) for one in known)
            if again:
                if len(self._known) >= REMEMBERED:
                    self._known.clear()
                self._known[value] = known
        return known


def _for_any_cell(found: Diagnosis, kind: str) -> Diagnosis:
    """Return a diagnosis without a repair that only what the heading asks for speaks for."""
    holds = found.repair in _OF_ANY_CELL or (found.repair == _UNLESS_READINGS and kind != "kana")
    return found if holds else found._replace(repaired=None, repair=None)


class Marked(NamedTuple):
    """What the fast tests of some rows told.

    Attributes:
        cells: columns c0, c1, ..., true where a cell is doubtful.
        shifted: those rows whose values stand beside their headings.
    """

    cells: pl.DataFrame
    shifted: list[RowShift]


class Verdicts:
    """Which cells of a table are doubtful, and what the looks at their values found.

    Hand the same ones to `check` and then to `repair`, which saves the second half of the
    work. They are about one table, recognised in one way; for another they say nothing.
    """

    def __init__(self):
        self._about: tuple[Table, Recognition, Setting] | None = None
        self._looks: dict[tuple[int, bool], Looks] = {}
        self._firsts: list[int] = []
        self._marks: list[pl.DataFrame] = []
        self._shifted: list[RowShift] = []
        self._cells = 0

    def begin(self, table: Table, recognition: Recognition, setting: Setting) -> None:
        """Forget everything: what follows is about this table."""
        self.__init__()
        self._about = (table, recognition, setting)

    def about(self, table: Table, recognition: Recognition, setting: Setting) -> Verdicts:
        """Return these where they are about this table, else new ones that know nothing."""
        if self._about is not None:
            known, seen_as, under = self._about
            if known is table and seen_as is recognition and under == setting:
                return self
        return Verdicts()

    def looks(
        self, index: int, field: Field, setting: Setting, *, is_misplaced: bool = False
    ) -> Looks:
        """Return the looks at a column, 0-based, or at what stands there and belongs elsewhere."""
        made = Looks(field, setting, is_misplaced=is_misplaced)
        return self._looks.setdefault((index, is_misplaced), made)

    def keep(self, rows: pl.Series, marked: Marked) -> None:
        """Keep the marks of the next rows."""
        self._cells += marked.cells.height * marked.cells.width
        if self._cells > _MARKED_CELLS:
            self._firsts, self._marks, self._shifted = [], [], []
            return
        self._firsts.append(rows[0])
        self._marks.append(marked.cells.with_columns(rows.alias(ROW)))
        self._shifted += marked.shifted

    def marks(self, rows: pl.Series) -> Marked | None:
        """Return the marks of some rows that follow each other; None where they are not known."""
        place = bisect_right(self._firsts, rows[0]) - 1 if rows.len() else -1
        if place < 0:
            return None
        marks = self._marks[place]
        found = marks.slice(int(marks[ROW].search_sorted(rows[0])), rows.len())
        if not found[ROW].equals(rows):
            return None
        first = bisect_left(self._shifted, rows[0], key=_row_of)
        last = bisect_right(self._shifted, rows[-1], key=_row_of)
        return Marked(found, self._shifted[first:last])


def _row_of(shifted: RowShift) -> int:
    return shifted.row
