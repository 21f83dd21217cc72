"""Cells that are missing, by the level the standard gives their column."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.table import ROW


def see_missing(context: Context, column: Column, frame: pl.DataFrame) -> None:
    """Count a block's empty cells; report those of required columns.

    A level that is not known from the standard itself is worth a warning, not an error.
    """
    cells = frame[column.name]
    number = cells.null_count()
    column.empty += number
    if not number or not column.field.must_be_filled:
        return
    fault = Fault("required-missing" if column.field.is_sure else "probably-required-missing")
    context.collector.count(fault, column.index, number)
    room = context.collector.room(fault.code, column.index)
    if room:
        rows = frame[ROW].filter(cells.is_null()).head(room)
        context.collector.keep(fault, column.index, ((row, None) for row in rows))


def report_recommended(context: Context, rows: int) -> None:
    """Report recommended columns that are empty in every row, once each."""
    for column in context.columns:
        if column.is_known and column.field.level == "recommended" and rows == column.empty > 0:
            context.add("recommended-empty", index=column.index)
