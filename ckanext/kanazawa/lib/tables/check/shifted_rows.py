"""Rows whose values stand beside their headings."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.recognise.faults import side_of
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift
from ckanext.kanazawa.lib.tables.table import ROW, column_letter, column_name

CODE, REPAIR = "row-shifted", "shift-rows"


def report_shifted(context: Context, found: Iterable[RowShift], frame: pl.DataFrame) -> None:
    """Report shifted rows of a block: each has cells too many or too few before some values."""
    for one in found:
        _report(context, one, frame)


def _report(context: Context, one: RowShift, frame: pl.DataFrame) -> None:
    shift, collector = one.shift, context.collector
    first = shift.first if shift.begin is None else shift.begin
    fault = Fault(
        CODE,
        repair=REPAIR if shift.begin is not None else None,
        params={
            "at": column_letter(first),
            "by": abs(shift.by),
            "side": side_of(shift.by),
            "last": context.heading(shift.last),
            "last_at": column_letter(shift.last),
        },
    )
    collector.count(fault, first, 1)
    if collector.room(CODE, first):
        (value,) = frame[column_name(first)].filter(frame[ROW] == one.row)
        collector.keep(fault, first, [(one.row, value)])
