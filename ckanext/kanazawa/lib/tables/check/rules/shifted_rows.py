"""Rows whose values stand beside their headings."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule
from ckanext.kanazawa.lib.tables.recognise.faults import side_of
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift, RowShifts
from ckanext.kanazawa.lib.tables.table import ROW, column_letter, column_name

CODE, REPAIR = "row-shifted", "shift-rows"


class ShiftedRows(TableRule):
    """Every row has as many cells before each value as there are headings before its heading."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._shifts = RowShifts(context.recognition)

    def look_ahead(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> list[RowShift]:
        """Find shifted rows, looking only at those that hold suspicious cells."""
        places = self._shifts.doubtful(frame, suspicious)
        return self._shifts.find_among(frame[places], suspicious[places])

    def suspect(self, frame: pl.DataFrame, suspicious: pl.DataFrame, seen: list[RowShift]) -> None:
        """Report them."""
        for one in seen:
            self._add(one, frame)

    def _add(self, one: RowShift, frame: pl.DataFrame) -> None:
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
            (value,) = frame[column_name(first)].filter(frame[ROW] == one.row)
            collector.keep(fault, first, [(one.row, value)])
