"""Old workbooks (XLS), read record by record.

The reader of the other workbooks does not end on some broken files of this kind, so that
these are read here, where nothing is believed without looking.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.read.biff_strings import plain_string, shared_strings
from ckanext.kanazawa.lib.tables.read.numberformat import BUILT_IN

BIFF8 = 0x0600
BOF, EOF, CONTINUE, CODEPAGE, DATEMODE = 0x0809, 0x000A, 0x003C, 0x0042, 0x0022
FILEPASS, BOUNDSHEET, FORMAT, XF, SST = 0x002F, 0x0085, 0x041E, 0x00E0, 0x00FC
# Beside 932 for Japanese, workbooks of other places may come along.
CODECS = {932: "cp932", 1252: "cp1252", 1200: "utf-16-le", 65001: "utf-8"}
Record = tuple[int, int, int]


@dataclass
class BoundSheet:
    """One sheet as the beginning of the workbook names it.

    Attributes:
        start: place of its records in the stream.
        hidden: it is not shown.
    """

    name: str
    start: int
    hidden: bool


@dataclass
class Book:
    """What stands before the sheets.

    Attributes:
        data: the stream itself.
        locked: a password locks it.
        is_new: strings are Unicode (Excel 97 and later).
        from_1904: days are counted from 1904.
        codec: of byte strings.
        formats: code of the number format of each style.
        strings: those the cells share.
    """

    data: bytes
    locked: bool = False
    is_new: bool = True
    from_1904: bool = False
    codec: str = "cp932"
    sheets: list[BoundSheet] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    def records(self, place: int) -> Iterator[Record]:
        """Yield (kind, place of its bytes, their number) up to the end of a substream."""
        data, end = self.data, len(self.data)
        while place + 4 <= end:
            kind, length = struct.unpack_from("<HH", data, place)
            if place + 4 + length > end:
                return
            yield kind, place + 4, length
            if kind == EOF:
                return
            place += 4 + length


def read_book(data: bytes) -> Book:
    """Read what stands before the sheets."""
    book = Book(data)
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[int] = []
    strings: list[bytes] = []
    in_strings = False
    for kind, place, length in book.records(0):
        in_strings = kind == SST or (in_strings and kind == CONTINUE)
        if in_strings:
            strings.append(data[place : place + length])
        elif kind == FILEPASS:
            book.locked = True
        elif length >= 2:
            _setting(book, kind, place)
            if kind == XF and length >= 4:
                styles.append(struct.unpack_from("<H", data, place + 2)[0])
            elif kind == FORMAT and length >= 4:
                (number,) = struct.unpack_from("<H", data, place)
                codes[number] = plain_string(book, place + 2, length - 2, wide_count=book.is_new)
            elif kind == BOUNDSHEET and length >= 8:
                _bound_sheet(book, place, length)
    book.formats = [codes.get(number, "") for number in styles]
    if strings:
        book.strings = shared_strings(strings)
    return book


def _setting(book: Book, kind: int, place: int) -> None:
    (value,) = struct.unpack_from("<H", book.data, place)
    if kind == BOF:
        book.is_new = value == BIFF8
    elif kind == CODEPAGE:
        book.codec = CODECS.get(value, "cp932")
    elif kind == DATEMODE:
        book.from_1904 = value == 1


def _bound_sheet(book: Book, place: int, length: int) -> None:
    start, state, kind = struct.unpack_from("<IBB", book.data, place)
    # Charts and modules of macros are sheets, too.
    if kind == 0:
        name = plain_string(book, place + 6, length - 6, wide_count=False)
        book.sheets.append(BoundSheet(name, start, state != 0))
