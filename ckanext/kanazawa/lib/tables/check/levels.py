"""What is missing: cells, and columns, by the level the standard gives them."""

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


def report_missing_columns(context: Context) -> None:
    """Report the required fields the file has no column for, and the recommended together."""
    recognition = context.recognition
    if recognition.version is None:
        return
    missing = [one for one in recognition.version.fields if one.name not in recognition.indexes]
    for field in missing:
        if field.level == "required":
            sure = "" if field.is_sure else "probably-"
            context.add(f"{sure}required-column-missing", name=field.name)
    recommended = [field.name for field in missing if field.level == "recommended"]
    if recommended:
        names = {"ja": "、".join(recommended), "en": ", ".join(recommended)}
        context.add("recommended-columns-missing", names=names, number=len(recommended))


def report_recommended(context: Context, rows: int) -> None:
    """Report recommended columns that are empty in every row, once each."""
    for column in context.columns:
        if column.is_known and column.field.level == "recommended" and rows == column.empty > 0:
            context.add("recommended-empty", index=column.index)
