"""Cells of a sheet: text that stays text, real numbers, dates and times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import polars as pl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import ROW, column_letter
from ckanext.kanazawa.lib.tables.write.formulas import note_formulas, would_run
from ckanext.kanazawa.lib.tables.write.job import Job
from ckanext.kanazawa.lib.tables.write.sheet import utf16_units
from ckanext.kanazawa.lib.tables.write.types import Type, column_types, is_typed, typed

CELL_UNITS = 32_767
# Excel takes 1900 for a leap year, so that days before March 1900 are off by one.
FIRST_DAY = date(1900, 3, 1)
DATE_FORMAT = "yyyy-mm-dd"
TIME_FORMAT = "hh:mm"
SECONDS_FORMAT = "hh:mm:ss"
# ECMA-376 Part 1, 22.9.2.19 (ST_Xstring): what XML cannot hold is written as _xHHHH_, and so
# is an underscore that would begin such a thing. XML readers turn a bare CR into a newline.
UNSAFE = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
_unsafe = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# openpyxl takes text that begins so for a formula or an error value.
TAKEN_FOR_MORE = "^[=#]"


@dataclass(frozen=True)
class Special:
    """A cell that is more than its bare value.

    Attributes:
        value: text, date or time.
        number_format: of a date or time.
        quoted: Excel is told that the text is text, even after somebody edits the cell.
        bold: the cell is a heading.
    """

    value: Any
    number_format: str | None = None
    quoted: bool = False
    bold: bool = False


class Cells:
    """Turns blocks into rows of values for the sheet."""

    def __init__(self, job: Job):
        self.job = job
        self.types = column_types(job.options.recognition)

    def headings(self) -> list[str | None]:
        """Return the headings as text a sheet can hold."""
        frame = self.job.heading_frame()
        return [self._texts(frame, index).item() for index in range(self.job.table.width)]

    def columns(self, frame: pl.DataFrame) -> list[list[Any]]:
        """Return the values of each column."""
        runs = set(note_formulas(self.job, frame)) if self.job.options.defuse else set()
        return [
            self._values(frame, index, quoted=name in runs)
            for index, name in enumerate(self.job.cells)
        ]

    def bound(self, row: Sequence[Any], sheet: Any) -> Sequence[Any]:
        """Return a row whose special cells belong to a sheet."""
        return [_cell(value, sheet) if isinstance(value, Special) else value for value in row]

    def _values(self, frame: pl.DataFrame, index: int, *, quoted: bool) -> list[Any]:
        texts = self._texts(frame, index)
        kind = self.types.get(index)
        values = _typed(texts, kind) if kind else texts.to_list()
        if quoted:
            runs = frame.select(would_run(pl.col(self.job.cells[index]))).to_series()
            pairs = zip(values, runs, strict=True)
            values = [Special(value, quoted=True) if run else value for value, run in pairs]
        if texts.str.contains(TAKEN_FOR_MORE).any():
            values = [_as_text(value) for value in values]
        return values

    def _texts(self, frame: pl.DataFrame, index: int) -> pl.Series:
        """Return the cells of a column as XML can hold them."""
        texts = frame[self.job.cells[index]]
        self._measure(frame, index, texts)
        if texts.str.contains(UNSAFE).any():
            escaped = [None if text is None else _escaped(text) for text in texts]
            return pl.Series(escaped, dtype=pl.String)
        return texts

    def _measure(self, frame: pl.DataFrame, index: int, texts: pl.Series) -> None:
        """Refuse a cell that Excel would cut off."""
        if not (texts.str.len_bytes() > CELL_UNITS).any():
            return
        for row, text in frame.select(ROW, self.job.cells[index]).iter_rows():
            if text is not None and utf16_units(text) > CELL_UNITS:
                raise WriteError(
                    "cell-too-long",
                    row=row,
                    column=self.job.table.headings[index],
                    letter=column_letter(index),
                    length=utf16_units(text),
                    most=CELL_UNITS,
                )


def _typed(texts: pl.Series, kind: Type) -> list[Any]:
    """Return values of the type, the text itself where a cell is not of it."""
    cells = pl.col("text")
    value = pl.when(is_typed(cells, kind)).then(
        typed(cells, "number" if kind == "integer" else kind)
    )
    found = texts.to_frame("text").select("text", value=value).iter_rows()
    shown = {"date": _shown_date, "time": _shown_time}.get(kind, _shown_number)
    return [text if value is None else shown(text, value) for text, value in found]


def _shown_number(text: str, number: float) -> int | float:
    return number if "." in text else int(number)


def _shown_date(text: str, day: date) -> str | Special:
    return text if day < FIRST_DAY else Special(day, DATE_FORMAT)


def _shown_time(text: str, moment: time) -> Special:
    return Special(moment, SECONDS_FORMAT if moment.second else TIME_FORMAT)


def _as_text(value: Any) -> Any:
    """Keep text from becoming a formula or an error value."""
    return Special(value) if isinstance(value, str) and value[:1] in ("=", "#") else value


def _cell(special: Special, sheet: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.value = special.value
    if isinstance(special.value, str):
        cell.data_type = "s"
    if special.number_format:
        cell.number_format = special.number_format
    if special.bold:
        cell.font = Font(bold=True)
    if special.quoted:
        cell.quotePrefix = True
    return cell


def _escaped(text: str) -> str:
    return _unsafe.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
