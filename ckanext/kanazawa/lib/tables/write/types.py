"""Which columns hold numbers, dates and times, and which of their cells really do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.model import Recognition

Type = Literal["integer", "number", "date", "time"]

# Everything else stays text: codes and phone numbers would lose their leading zeros.
TYPE_OF_KIND: Mapping[str, Type] = {
    "integer": "integer",
    "number": "number",
    "latitude": "number",
    "longitude": "number",
    "date": "date",
    "time": "time",
}
# As JSON writes numbers: no leading zero, no plus sign. Programs hold about 15 digits exactly.
INTEGER_PATTERN = r"^-?(?:0|[1-9][0-9]{0,14})$"
NUMBER_PATTERN = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,20})?$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# 24:00 and what comes after is right in a timetable, but no time of day to a program.
TIME_PATTERN = r"^(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$"


def column_types(recognition: Recognition | None) -> dict[int, Type]:
    """Return 0-based column → type of those columns that hold no text."""
    if recognition is None:
        return {}
    return {
        index: TYPE_OF_KIND[field.kind]
        for index, field in recognition.columns.items()
        if field.kind in TYPE_OF_KIND and not field.many
    }


def number_types(recognition: Recognition | None) -> dict[int, Type]:
    """Return 0-based column → type of those columns that hold numbers."""
    types = column_types(recognition)
    return {index: kind for index, kind in types.items() if kind in ("integer", "number")}


def is_typed(cells: pl.Expr, kind: Type, *, strict: bool = False) -> pl.Expr:
    """Return an expression that is true where a cell is of the type as written.

    Args:
        cells: text.
        kind: what the column holds.
        strict: an integer must be one; otherwise any number will do.
    """
    if kind == "date":
        return cells.str.contains(DATE_PATTERN) & typed(cells, "date").is_not_null()
    if kind == "time":
        return cells.str.contains(TIME_PATTERN)
    return cells.str.contains(INTEGER_PATTERN if strict and kind == "integer" else NUMBER_PATTERN)


def typed(cells: pl.Expr, kind: Type) -> pl.Expr:
    """Return an expression that reads text as the type, null where it is none."""
    if kind == "date":
        return cells.str.to_date("%Y-%m-%d", strict=False)
    if kind == "time":
        padded = cells.str.replace(r"^([0-9]):", "0${1}:")
        seconds = pl.when(padded.str.len_bytes() == 5).then(padded + ":00").otherwise(padded)
        return seconds.str.to_time("%H:%M:%S", strict=False)
    return cells.cast(pl.Int64 if kind == "integer" else pl.Float64, strict=False)
