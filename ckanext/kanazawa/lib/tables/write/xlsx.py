"""XLSX workbooks, streamed into their ZIP."""

from __future__ import annotations

import zipfile
from typing import IO, Any, BinaryIO

import polars as pl

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.write.formulas import note_formulas
from ckanext.kanazawa.lib.tables.write.fragments import note_kept_as_text
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.sheet import (
    SHEET_COLUMNS,
    SHEET_ROWS,
    column_widths,
    sheet_name,
)
from ckanext.kanazawa.lib.tables.write.sheet_cells import (
    check_lengths,
    heading_fragment,
    row_fragment,
)
from ckanext.kanazawa.lib.tables.write.types import column_types
from ckanext.kanazawa.lib.tables.write.workbook import SHEET_PATH, Shell

# A file in a ZIP that grows beyond 2 GB needs an extension that Excel does not always take.
SHEET_BYTES = 2_000_000_000
# What XML puts around the text of a cell, about.
CELL_XML_BYTES = 80
# Fast, at a tenth more bytes than the usual 6.
COMPRESSION = 3


class Xlsx(Form):
    """A workbook: bold headings that stay in sight, real numbers, dates and times.

    What does not fit one sheet goes on in the next, under the same headings.
    """

    name = "xlsx"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the sheets, then what holds them together."""
        if job.table.width > SHEET_COLUMNS:
            raise WriteError("too-many-columns", columns=job.table.width, most=SHEET_COLUMNS)
        with _Archive(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
            sheets = _Sheets(job, archive)
            try:
                sheets.write()
            finally:
                sheets.close()


class _Archive(zipfile.ZipFile):
    """A ZIP that is not finished when writing it fails: its file goes away.

    `zipfile` would finish it then, or later, when it is forgotten and its file is closed.
    """

    def open(self, name: Any, mode: Any = "r", *args: Any, **options: Any) -> IO[bytes]:
        """Open a part, dated as no part: the same table always gives the same bytes."""
        if isinstance(name, str) and mode == "w":
            part = zipfile.ZipInfo(name)
            part.compress_type, part.external_attr = self.compression, 0o600 << 16
            part._compresslevel = self.compresslevel  # type: ignore[attr-defined]
            return super().open(part, mode, *args, **options)
        return super().open(name, mode, *args, **options)

    def writestr(self, name: Any, data: Any, *args: Any, **options: Any) -> None:
        """Write a part as `open` does."""
        with self.open(name, "w") as part:
            part.write(data.encode() if isinstance(data, str) else data)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.close()
        self.fp = None  # What `close` looks at to see that there is nothing to do.


class _Sheets:
    """The sheets of one workbook; a new one begins when the last is full."""

    shell: Shell

    def __init__(self, job: Job, archive: zipfile.ZipFile):
        self.job = job
        self.archive = archive
        self.types = column_types(job.options.recognition)
        self.names: list[str] = []
        self.heading = job.heading_frame()
        self.stream: IO[bytes] | None = None
        self.rows = 0
        self.size_bytes = 0

    def write(self) -> None:
        """Write all rows."""
        job = self.job
        self._check(self.heading)
        for frame in job.frames():
            if not self.names:
                self.shell = Shell(column_widths(job, frame))
            self._check(frame)
            note_kept_as_text(job, frame, self.types)
            self._add(frame)
        if not self.names:
            self.shell = Shell(column_widths(job, self.heading))
            self._begin()
        self._end()
        self.shell.add_rest(self.archive, self.names)
        job.facts["sheets"] = tuple(self.names)

    def _check(self, frame: pl.DataFrame) -> None:
        check_lengths(self.job, frame)
        if self.job.options.defuse:
            note_formulas(self.job, frame)

    def _add(self, frame: pl.DataFrame) -> None:
        """Append rows, as many as the sheet has room for, the others to the next."""
        while frame.height:
            if self.stream is None or self._is_full(frame):
                self._end()
                self._begin()
            fitting = frame.head(SHEET_ROWS - self.rows)
            fragment = row_fragment(self.job, self.types, self.shell.styles, self.rows + 1)
            self._put(_text(fitting.select(fragment)))
            self.rows += fitting.height
            frame = frame.slice(fitting.height)

    def _is_full(self, frame: pl.DataFrame) -> bool:
        """Say whether the sheet has no room for these rows, one row apart from its headings."""
        size_bytes = frame.estimated_size() + frame.height * frame.width * CELL_XML_BYTES
        too_large = self.size_bytes + size_bytes > SHEET_BYTES and self.rows > 1
        return too_large or self.rows >= SHEET_ROWS

    def _put(self, data: bytes) -> None:
        assert self.stream is not None
        self.stream.write(data)
        self.size_bytes += len(data)

    def _begin(self) -> None:
        number = len(self.names) + 1
        self.names.append(sheet_name(self.job, number))
        self.stream = self.archive.open(SHEET_PATH.format(number=number), "w")
        self.rows, self.size_bytes = 1, 0
        self._put(self.shell.around(number)[0])
        self._put(_text(self.heading.select(heading_fragment(self.job, self.shell.styles))))

    def _end(self) -> None:
        if self.stream is not None:
            self._put(self.shell.around(len(self.names))[1])
            self.close()

    def close(self) -> None:
        """Let go of the sheet that is being written, whole or not."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None


def _text(fragments: pl.DataFrame) -> bytes:
    return fragments.write_csv(
        include_header=False, quote_style="never", line_terminator="\n"
    ).encode()
