"""Rows whose values stand beside their headings."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule
from ckanext.kanazawa.lib.tables.recognise.faults import side_of
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift, RowShifts
from ckanext.kanazawa.lib.tables.table import ROW, column_letter, column_name

CODE, REPAIR = "row-shifted", "shift-rows"
# Rows that are looked at together: the hundreds of small steps cost the same for one and for all.
TOGETHER = 4_000


class _Found(NamedTuple):
    """Shifted rows.

    Attributes:
        shifts: of each of them.
        rows: as written, among others.
    """

    shifts: list[RowShift]
    rows: pl.DataFrame


class ShiftedRows(TableRule):
    """Every row has as many cells before each value as there are headings before its heading."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._shifts = RowShifts(context.recognition)
        self._doubtful: list[pl.DataFrame] = []
        self._suspicious: list[pl.DataFrame] = []
        self._last: _Found | None = None

    def look_ahead(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> _Found | None:
        """Gather the rows that hold suspicious cells, and find shifted ones among many."""
        places = self._shifts.doubtful(frame, suspicious)
        self._doubtful.append(frame[places])
        self._suspicious.append(suspicious[places])
        waiting = sum(rows.height for rows in self._doubtful)
        return self._among_doubtful() if waiting >= TOGETHER else None

    def look_last(self) -> None:
        """Find shifted rows among those still waiting."""
        self._last = self._among_doubtful() if self._doubtful else None

    def suspect(self, frame: pl.DataFrame, suspicious: pl.DataFrame, seen: _Found | None) -> None:
        """Report them."""
        self._report(seen)

    def finish(self) -> None:
        """Report those found at last."""
        self._report(self._last)

    def _among_doubtful(self) -> _Found:
        rows, suspicious = pl.concat(self._doubtful), pl.concat(self._suspicious)
        self._doubtful.clear()
        self._suspicious.clear()
        return _Found(self._shifts.find_among(rows, suspicious), rows)

    def _report(self, found: _Found | None) -> None:
        if found is not None:
            for one in found.shifts:
                self._add(one, found.rows)

    def _add(self, one: RowShift, rows: pl.DataFrame) -> None:
        shift, collector = one.shift, self.context.collector
        first = shift.first if one.begin is None else one.begin
        fault = Fault(
            CODE,
            repair=REPAIR if one.begin is not None else None,
            params={
                "at": column_letter(first),
                "by": abs(shift.by),
                "side": side_of(shift.by),
                "last": self.context.heading(shift.last),
                "last_at": column_letter(shift.last),
            },
        )
        collector.count(fault, first, 1)
        if collector.room(CODE, first):
            (value,) = rows[column_name(first)].filter(rows[ROW] == one.row)
            collector.keep(fault, first, [(one.row, value)])
