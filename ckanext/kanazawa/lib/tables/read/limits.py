"""How much reading is willing to take on before it gives up, and the clock it watches."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.errors import LimitError

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds of one file. What goes beyond ends with a `LimitError`.

    Attributes:
        file_bytes: of the file itself.
        columns: of one table.
        rows: of one table.
        cell_chars: of one cell. Excel itself holds 32,767.
        record_chars: of one row of delimited text, all cells together.
        workbook_bytes: of a workbook or a ZIP, which are read whole.
        json_bytes: of a JSON document, whose values take many times their bytes in memory.
        unpacked_bytes: of all parts of a ZIP or a workbook together.
        ratio: unpacked to packed, of a ZIP larger than `ratio_from_bytes` when unpacked.
        ratio_from_bytes: below this no ratio is suspicious.
        members: files inside a ZIP.
        cells: of one sheet, empty ones between the others included, which a workbook's
            reader holds in memory at once.
        seconds: for reading all rows once.
    """

    file_bytes: int = 4096 * MEBIBYTE
    columns: int = 2_000
    rows: int = 20_000_000
    cell_chars: int = 1_000_000
    record_chars: int = 8_000_000
    workbook_bytes: int = 256 * MEBIBYTE
    json_bytes: int = 96 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    ratio: int = 200
    ratio_from_bytes: int = 64 * MEBIBYTE
    members: int = 2_000
    cells: int = 30_000_000
    seconds: float = 600.0


class Clock:
    """A deadline that is looked at between steps."""

    def __init__(self, limits: Limits, file: object):
        self._seconds = limits.seconds
        self._file = file
        self._end = time.monotonic() + limits.seconds

    def check(self) -> None:
        """Raise LimitError once the time is over."""
        if time.monotonic() > self._end:
            raise LimitError("reading-too-slow", file=self._file, limit=self._seconds)
