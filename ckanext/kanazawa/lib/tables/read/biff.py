"""What the reader of XLS does not tell: number formats, errors, locks, repeated long texts."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.read.numberformat import NumberFormat, number_format
from ckanext.kanazawa.lib.tables.read.xlsx import BUILT_IN

BIFF8 = 0x0600
BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
FILEPASS, BOUNDSHEET, FORMAT, XF, SST = 0x002F, 0x0085, 0x041E, 0x00E0, 0x00FC
NUMBER, RK, MULRK, FORMULA, BOOLERR, LABELSST = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205, 0x00FD
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
Record = tuple[int, int, int]


@dataclass
class BiffSheet:
    """What the records of one sheet tell, places 0-based as (row, column).

    Attributes:
        text_bytes: of the strings its cells share, each counted as often as it is shown.
    """

    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    text_bytes: int = 0


class Biff:
    """Reads the records of a workbook stream.

    Attributes:
        locked: a password locks it.
    """

    def __init__(self, data: bytes):
        self._data = data
        self.locked = False
        self._starts: list[int] = []
        self._codes: dict[int, str] = dict(BUILT_IN)
        self._styles: list[int] = []
        self._lengths: list[int] = []
        self._globals()
        self._special = {
            place: form
            for place, code in enumerate(self._styles)
            if (form := number_format(self._codes.get(code, "")))
        }

    def sheets(self) -> list[BiffSheet]:
        """Return what is told of each sheet, in their order."""
        return [self._sheet(start) for start in self._starts]

    def _records(self, place: int) -> Iterator[Record]:
        """Yield (kind, place of its bytes, their number) up to the end of a substream."""
        data, end = self._data, len(self._data)
        while place + 4 <= end:
            kind, length = struct.unpack_from("<HH", data, place)
            if place + 4 + length > end:
                return
            yield kind, place + 4, length
            if kind == EOF:
                return
            place += 4 + length

    def _globals(self) -> None:
        version, strings = 0, []
        in_strings = False
        for kind, place, length in self._records(0):
            in_strings = kind == SST or (in_strings and kind == CONTINUE)
            if kind == BOF and length >= 2:
                (version,) = struct.unpack_from("<H", self._data, place)
            elif kind == FILEPASS:
                self.locked = True
            elif kind == BOUNDSHEET and length >= 6:
                (start,) = struct.unpack_from("<I", self._data, place)
                # Charts and modules are sheets too; the sixth byte says so.
                if self._data[place + 5] == 0:
                    self._starts.append(start)
            elif kind == XF and length >= 4:
                self._styles.append(struct.unpack_from("<H", self._data, place + 2)[0])
            elif kind == FORMAT and version == BIFF8 and length >= 5:
                self._format(place, length)
            elif in_strings:
                strings.append(self._data[place : place + length])
        if strings:
            self._lengths = string_lengths(strings)

    def _format(self, place: int, length: int) -> None:
        number, count, flags = struct.unpack_from("<HHB", self._data, place)
        raw = self._data[place + 5 : place + length]
        text = (
            raw[: count * 2].decode("utf-16-le", "ignore")
            if flags & 1
            else raw[:count].decode("latin-1")
        )
        self._codes[number] = text

    def _sheet(self, start: int) -> BiffSheet:
        found = BiffSheet()
        data = self._data
        for kind, place, length in self._records(start):
            if kind in (NUMBER, RK, FORMULA) and length >= 6:
                row, column, style = struct.unpack_from("<HHH", data, place)
                if style in self._special:
                    found.formats[row, column] = self._special[style]
                # A formula whose value is no number says of which kind it is.
                is_other = length >= 14 and data[place + 12 : place + 14] == b"\xff\xff"
                if kind == FORMULA and is_other and data[place + 6] == 2:
                    found.errors[row, column] = ERRORS.get(data[place + 8], "#N/A")
            elif kind == MULRK and length >= 6:
                self._many(found, place, length)
            elif kind == BOOLERR and length >= 8 and data[place + 7] == 1:
                row, column = struct.unpack_from("<HH", data, place)
                found.errors[row, column] = ERRORS.get(data[place + 6], "#N/A")
            elif kind == LABELSST and length >= 10:
                (number,) = struct.unpack_from("<I", data, place + 6)
                if number < len(self._lengths):
                    found.text_bytes += self._lengths[number]
        return found

    def _many(self, found: BiffSheet, place: int, length: int) -> None:
        if not self._special:
            return
        row, first = struct.unpack_from("<HH", self._data, place)
        for index in range((length - 6) // 6):
            (style,) = struct.unpack_from("<H", self._data, place + 4 + index * 6)
            if style in self._special:
                found.formats[row, first + index] = self._special[style]


def string_lengths(parts: list[bytes]) -> list[int]:
    """Return the number of bytes of each shared string, from the records that hold them.

    A string may go on in the next record, which then begins with its width again.
    """
    lengths: list[int] = []
    part, place = 0, 8
    while part < len(parts):
        data = parts[part]
        if place + 3 > len(data):
            part, place = part + 1, 0
            continue
        count, flags = struct.unpack_from("<HB", data, place)
        place += 3
        after = 0
        if flags & 8 and place + 2 <= len(data):
            after += struct.unpack_from("<H", data, place)[0] * 4
            place += 2
        if flags & 4 and place + 4 <= len(data):
            after += struct.unpack_from("<I", data, place)[0]
            place += 4
        lengths.append(count * 2)
        wide = flags & 1
        while True:
            room = max(0, len(parts[part]) - place) // (2 if wide else 1)
            if count <= room:
                place += count * (2 if wide else 1)
                break
            count -= room
            part, place = part + 1, 1
            if part >= len(parts) or not parts[part]:
                return lengths
            wide = parts[part][0] & 1
        while part < len(parts) and place + after > len(parts[part]):
            after -= max(0, len(parts[part]) - place)
            part, place = part + 1, 0
        place += after
    return lengths
