"""Cells of the sheets of old workbooks."""

from __future__ import annotations

import contextlib
import datetime
import struct
from typing import Any

from ckanext.kanazawa.lib.tables.read.biff import Book, BoundSheet
from ckanext.kanazawa.lib.tables.read.biff_strings import plain_string
from ckanext.kanazawa.lib.tables.read.layout import Merged
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.numberformat import date_kind, early_text, number_format
from ckanext.kanazawa.lib.tables.read.source import Source
from ckanext.kanazawa.lib.tables.read.workbook import SheetCells, bounded_reach, bounded_text

NUMBER, RK, MULRK, FORMULA, STRING = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0207
LABEL, RSTRING, LABELSST, BOOLERR, MERGED = 0x0204, 0x00D6, 0x00FD, 0x0205, 0x00E5
OLD_FORMULA = 0x0406
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
LAST_DAY = 2_958_465
Place = tuple[int, int]


def read_sheet(source: Source, book: Book, bound: BoundSheet, limits: Limits) -> SheetCells:
    """Read the cells of a sheet.

    Raises:
        LimitError: it reaches too far, or repeats long texts too often.
    """
    reader = _Reader(book)
    # Where a record is shorter than its kind, what stands before it counts.
    with contextlib.suppress(struct.error):
        reader.read(bound.start)
    values = reader.values
    rows = max((row for row, _ in values), default=-1) + 1
    columns = max((column for _, column in values), default=-1) + 1
    bounded_reach(source, limits, rows, columns)
    bounded_text(source, limits, reader.text_bytes)
    cells = SheetCells(bound.name, [[""] * columns for _ in range(rows)], hidden=bound.hidden)
    for (row, column), value in values.items():
        cells.rows[row][column] = value
    cells.merged, cells.errors, cells.early = reader.merged, reader.errors, reader.early
    special = {
        style: form
        for style, code in enumerate(book.formats)
        if (form := number_format(code)) is not None
    }
    cells.formats = {
        place: special[style] for place, style in reader.styles.items() if style in special
    }
    return cells


class _Reader:
    def __init__(self, book: Book):
        self.values: dict[Place, Any] = {}
        self.styles: dict[Place, int] = {}
        self.errors: dict[Place, str] = {}
        self.early: dict[Place, str] = {}
        self.merged: list[Merged] = []
        self.text_bytes = 0
        self._book = book
        self._dates = {
            style: kind for style, code in enumerate(book.formats) if (kind := date_kind(code))
        }
        self._waiting: Place | None = None

    def read(self, start: int) -> None:
        data = self._book.data
        for kind, place, length in self._book.records(start):
            if kind in (NUMBER, FORMULA, OLD_FORMULA) and length >= 14:
                self._number_or_formula(kind, place)
            elif kind == RK and length >= 10:
                row, column, style, rk = struct.unpack_from("<HHHI", data, place)
                self._number(row, column, style, _rk(rk))
            elif kind == MULRK and length >= 6:
                self._many(place, length)
            elif kind == LABELSST and length >= 10:
                row, column, _, index = struct.unpack_from("<HHHI", data, place)
                if index < len(self._book.strings):
                    self._text((row, column), self._book.strings[index])
            elif kind in (LABEL, RSTRING) and length >= 8:
                row, column = struct.unpack_from("<HH", data, place)
                text = plain_string(self._book, place + 6, length - 6, wide_count=True)
                self._text((row, column), text)
            elif kind == STRING and self._waiting is not None:
                text = plain_string(self._book, place, length, wide_count=True)
                self._text(self._waiting, text)
                self._waiting = None
            elif kind == BOOLERR and length >= 8:
                row, column, _, value, is_error = struct.unpack_from("<HHHBB", data, place)
                self._truth((row, column), value, is_error)
            elif kind == MERGED and length >= 2:
                self._merge(place, length)

    def _text(self, place: Place, text: str) -> None:
        self.text_bytes += len(text) * 2
        self.values[place] = text

    def _truth(self, place: Place, value: int, is_error: int) -> None:
        if is_error:
            self.errors[place] = ERRORS.get(value, "#N/A")
            self.values[place] = self.errors[place]
        else:
            self.values[place] = bool(value)

    def _number_or_formula(self, kind: int, place: int) -> None:
        data = self._book.data
        row, column, style = struct.unpack_from("<HHH", data, place)
        # A formula whose value is no number says of which kind it is.
        if kind == NUMBER or data[place + 12 : place + 14] != b"\xff\xff":
            self._number(row, column, style, struct.unpack_from("<d", data, place + 6)[0])
        elif data[place + 6] == 0:
            self._waiting = (row, column)
        elif data[place + 6] in (1, 2):
            self._truth((row, column), data[place + 8], data[place + 6] == 2)

    def _many(self, place: int, length: int) -> None:
        row, first = struct.unpack_from("<HH", self._book.data, place)
        for index in range((length - 6) // 6):
            style, rk = struct.unpack_from("<HI", self._book.data, place + 4 + index * 6)
            self._number(row, first + index, style, _rk(rk))

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        kind = self._dates.get(style)
        self.values[row, column] = _moment(value, kind, self._book.from_1904) if kind else value
        if kind == "date" and value < 61 and not self._book.from_1904:
            text = early_text(value, self._book.formats[style])
            if text is not None:
                self.early[row, column] = text
        self.styles[row, column] = style

    def _merge(self, place: int, length: int) -> None:
        (count,) = struct.unpack_from("<H", self._book.data, place)
        for index in range(min(count, (length - 2) // 8)):
            top, bottom, left, right = struct.unpack_from(
                "<HHHH", self._book.data, place + 2 + index * 8
            )
            self.merged.append(Merged(top, left, bottom, right))


def _rk(number: int) -> float:
    """Return the number of four bytes: 30 bits, whether it is whole, whether it is hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0]
    return value / 100 if number & 1 else value


def _moment(value: float, kind: str, from_1904: bool) -> Any:
    """Return the date, time or period a number of days means."""
    if not 0 <= value <= LAST_DAY:
        return value
    # Half a second at most is the error of a time kept as a fraction of a day.
    days, seconds = divmod(round(value * 86_400), 86_400)
    rest = datetime.timedelta(seconds=seconds)
    if kind == "period":
        return datetime.timedelta(days=days) + rest
    if days == 0:
        return (datetime.datetime.min + rest).time()
    if from_1904:
        first = datetime.datetime(1904, 1, 1)
    else:
        # 1900 had no 29 February; the numbers up to there are one day off.
        first = datetime.datetime(1899, 12, 30 if days >= 60 else 31)
    try:
        return first + datetime.timedelta(days=days) + rest
    except OverflowError:
        return value
