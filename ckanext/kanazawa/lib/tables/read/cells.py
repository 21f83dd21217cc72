"""Cells of workbooks as a person sees them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.read.numberformat import NumberFormat, number_text

# Times beyond a day in a cell of a time format come as the first days of 1900.
TIME_DAYS = (datetime.date(1899, 12, 30), datetime.date(1900, 1, 31))


def cell_text(value: Any) -> str:
    """Return the text of one cell; "" where it is empty.

    Dates are YYYY-MM-DD, times HH:MM (with seconds where there are some), periods may go
    beyond 24:00, numbers carry no noise and no powers of ten.
    """
    kind = type(value)
    if kind is str:
        return value
    if kind is float:
        return number_text(value)
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is int:
        return str(value)
    if kind is datetime.datetime:
        return _moment(value)
    if kind is datetime.date:
        return "00:00" if value < TIME_DAYS[1] else value.isoformat()
    if kind is datetime.time:
        return _time(
            datetime.timedelta(
                hours=value.hour,
                minutes=value.minute,
                seconds=value.second,
                microseconds=value.microsecond,
            )
        )
    if kind is datetime.timedelta:
        return _time(value)
    return "" if value is None else str(value)


def column_series(name: str, values: Sequence[Any], shown: dict[int, NumberFormat]) -> pl.Series:
    """Return a column of cells as text, empty cells null.

    Args:
        name: of the column.
        values: cells as the workbook's reader gives them.
        shown: place in `values` → the format that shows more than the plain number.
    """
    kinds = set(map(type, values))
    if kinds <= {str}:
        texts: list[str | None] = list(values)
    else:
        # Equal values of different kinds (1 and TRUE) would share a key.
        render: Callable[[Any], str] = cell_text
        if not (bool in kinds and kinds & {int, float}):
            render = {
                value: value if type(value) is str else cell_text(value) for value in set(values)
            }.__getitem__
        texts = list(map(render, values))
    for place, form in shown.items():
        value = values[place]
        if type(value) in (int, float):
            texts[place] = form.text(value)
    series = pl.Series(name, texts, dtype=pl.String)
    return pl.select(pl.when(series != "").then(series).alias(name)).to_series()


def _moment(value: datetime.datetime) -> str:
    value = value + datetime.timedelta(microseconds=500_000)
    value = value.replace(microsecond=0)
    if value.date() < TIME_DAYS[1]:
        return _time(value - datetime.datetime.combine(value.date(), datetime.time()))
    if value.time() == datetime.time():
        return value.date().isoformat()
    return f"{value.date().isoformat()} {value:%H:%M:%S}".removesuffix(":00")


def _time(value: datetime.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    text = f"{sign}{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text
