"""XLSX workbooks, row by row."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, BinaryIO

import polars as pl
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.write.fragments import note_kept_as_text
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.sheet import (
    SHEET_COLUMNS,
    SHEET_ROWS,
    column_widths,
    sheet_name,
)
from ckanext.kanazawa.lib.tables.write.sheet_cells import Cells, Special


class Xlsx(Form):
    """A workbook: bold headings that stay in sight, real numbers, dates and times.

    What does not fit one sheet goes on in the next, under the same headings.
    """

    name = "xlsx"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the sheets to temporary files, then pack them."""
        if job.table.width > SHEET_COLUMNS:
            raise WriteError("too-many-columns", columns=job.table.width, most=SHEET_COLUMNS)
        pages = _Pages(job)
        try:
            for frame in job.frames():
                note_kept_as_text(job, frame, pages.cells.types)
                pages.add(frame)
            pages.save(out)
        finally:
            pages.clear()


class _Pages:
    """The sheets of one workbook; a new one begins when the last is full."""

    def __init__(self, job: Job):
        self.job = job
        self.workbook = Workbook(write_only=True)
        self.cells = Cells(job)
        self.sheets: list[Any] = []
        self.room = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows."""
        columns = self.cells.columns(frame)
        for row in zip(*columns, strict=True):
            if not self.room:
                self._begin(frame)
            self.sheets[-1].append(self.cells.bound(row, self.sheets[-1]))
            self.room -= 1

    def save(self, out: BinaryIO) -> None:
        """Pack the sheets into the workbook."""
        if not self.sheets:
            self._begin(self.job.heading_frame())
        self.job.facts["sheets"] = tuple(self.workbook.sheetnames)
        self.workbook.save(out)

    def clear(self) -> None:
        """Remove the temporary files, which openpyxl keeps where the work was broken off."""
        for sheet in self.sheets:
            if sheet._writer is not None:
                with suppress(Exception):
                    sheet.close()
                with suppress(OSError, ValueError):
                    sheet._writer.cleanup()

    def _begin(self, sample: pl.DataFrame) -> None:
        sheet: Any = self.workbook.create_sheet(sheet_name(self.job, len(self.sheets) + 1))
        sheet.freeze_panes = "A2"
        for index, width in enumerate(column_widths(self.job, sample)):
            sheet.column_dimensions[get_column_letter(index + 1)].width = width
        headings = [Special(text, bold=True) for text in self.cells.headings()]
        sheet.append(self.cells.bound(headings, sheet))
        self.sheets.append(sheet)
        self.room = SHEET_ROWS - 1
