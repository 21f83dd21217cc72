"""What stands around the rows of a workbook: openpyxl writes it, the rows come in between."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

DATE_FORMAT = "yyyy-mm-dd"
TIME_FORMAT = "hh:mm"
SECONDS_FORMAT = "hh:mm:ss"
SHEET_PATH = "xl/worksheets/sheet{number}.xml"
_dates = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_rows = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
# It would promise a size nobody knows yet.
_dimension = re.compile(rb"<dimension[^>]*/>")


@dataclass(frozen=True)
class Styles:
    """Numbers of the cell styles in the workbook.

    Attributes:
        heading: bold.
        date, time, seconds: number formats.
        quoted: Excel is told that the text is text, even after somebody edits the cell.
    """

    heading: int
    date: int
    time: int
    seconds: int
    quoted: int


class Shell:
    """A workbook without its rows.

    Attributes:
        styles: numbers of the cell styles.
    """

    def __init__(self, widths: list[int]):
        self._widths = widths
        self.styles = self._styles(Workbook().worksheets[0])
        parts = self._parts(["1", "2"])
        self._first, self._next = (
            _rows.split(_dimension.sub(b"", parts[SHEET_PATH.format(number=number)]))
            for number in (1, 2)
        )

    def around(self, number: int) -> tuple[bytes, bytes]:
        """Return what stands before and after the rows of a sheet, counted from 1."""
        before, after = self._first if number == 1 else self._next
        return before + b"<sheetData>", b"</sheetData>" + after

    def add_rest(self, archive: zipfile.ZipFile, names: list[str]) -> None:
        """Add everything but the sheets to the workbook."""
        for path, data in self._parts(names).items():
            if not path.startswith("xl/worksheets/"):
                # Without the time of writing: the same table always gives the same bytes.
                archive.writestr(path, _dates.sub(b"", data))

    def _parts(self, names: list[str]) -> dict[str, bytes]:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for name in names:
            sheet = workbook.create_sheet(name)
            self._styles(sheet)
            sheet.freeze_panes = "A2"
            for index, width in enumerate(self._widths):
                sheet.column_dimensions[get_column_letter(index + 1)].width = width
        out = io.BytesIO()
        workbook.save(out)
        with zipfile.ZipFile(out) as archive:
            return {path: archive.read(path) for path in archive.namelist()}

    def _styles(self, sheet: Any) -> Styles:
        """Make a workbook know the styles, always in this order."""
        cells = [sheet.cell(1, column) for column in range(1, 6)]
        cells[0].font = Font(name="Calibri", size=11, scheme="minor", bold=True)
        for cell, shown in zip(cells[1:4], (DATE_FORMAT, TIME_FORMAT, SECONDS_FORMAT), strict=True):
            cell.number_format = shown
        cells[4].quotePrefix = True
        return Styles(*(cell.style_id for cell in cells))
