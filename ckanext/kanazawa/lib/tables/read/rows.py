"""From pieces of parsed rows to the blocks of a table, with what only the rows could show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.errors import LimitError
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.layout import Layout
from ckanext.kanazawa.lib.tables.read.limits import MEBIBYTE, Clock, Limits
from ckanext.kanazawa.lib.tables.read.words import is_note
from ckanext.kanazawa.lib.tables.table import BLOCK_ROWS, ROW, Block, Origin, Table, column_name

# Blocks are kept for the next reader up to this size; larger tables are read anew.
KEPT_BYTES = 96 * MEBIBYTE
# Findings of one code that are kept of one reading.
LISTED = 1_000
# In a table narrower than this a row with one cell is an ordinary row.
NOTE_WIDTH = 3


@dataclass
class Piece:
    """Rows of a table as they come out of its file.

    Attributes:
        frame: columns c0, c1, ...; empty cells are null.
        short: row of the piece, from 0 → number of its cells, where there are too few.
        long: row → its cells beyond the table, where one of them holds something.
        stray: rows with a quote where none belongs.
        cut_row: row inside of which the file ends.
        findings: others, complete.
    """

    frame: pl.DataFrame
    short: dict[int, int] = field(default_factory=dict)
    long: dict[int, list[str]] = field(default_factory=dict)
    stray: list[int] = field(default_factory=list)
    cut_row: int | None = None
    findings: list[Finding] = field(default_factory=list)


class Reading:
    """Reads the rows of a table, again and again, and remembers what it noticed.

    Args:
        pieces: starts reading from the first row of data.
        first_row: of the data, as the spreadsheet counts.
        width: number of columns.
        limits: of the file.
        file: what messages call it.
        sheet: of a workbook.
        size_bytes: of a text.
    """

    def __init__(
        self,
        pieces: Callable[[], Iterator[Piece]],
        first_row: int,
        width: int,
        limits: Limits,
        file: Any,
        sheet: str | None = None,
        *,
        size_bytes: int = 0,
    ):
        self._pieces = pieces
        self._first = first_row
        self._width = width
        self._limits = limits
        self._file = file
        self._sheet = sheet
        self._size_bytes = size_bytes
        self._late: tuple[Finding, ...] = ()
        self._kept: list[Block] | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the table from the beginning."""
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Block] | None = []
        size = 0
        late = _Late(self._sheet, self._size_bytes)
        clock = Clock(self._limits, self._file)
        row = self._first
        for piece in self._pieces():
            clock.check()
            self._bounded(piece.frame, row)
            for frame in self._filled(piece, row, late):
                size += int(frame.estimated_size())
                kept = [*kept, Block(frame)] if kept is not None and size < KEPT_BYTES else None
                yield Block(frame)
            row += piece.frame.height
        if row == self._first or not size:
            yield Block(self._nothing())
        self._late = late.findings()
        self._kept = kept

    def late_findings(self) -> tuple[Finding, ...]:
        """Return what the last complete reading noticed."""
        return self._late

    def _filled(self, piece: Piece, row: int, late: _Late) -> Iterator[pl.DataFrame]:
        """Number the rows, leave out empty ones, cut to blocks."""
        late.note(piece, row, self._width)
        numbers = pl.int_range(row, row + piece.frame.height, dtype=pl.UInt32, eager=True)
        # Where two columns are filled throughout, no row is empty or a note.
        is_full = sum(not column.null_count() for column in piece.frame.iter_columns()) > 1
        frame = piece.frame.clone().insert_column(0, numbers.alias(ROW))
        frame = frame if is_full else self._without_empty(frame, late)
        for start in range(0, frame.height, BLOCK_ROWS):
            yield frame.slice(start, BLOCK_ROWS)

    def _without_empty(self, frame: pl.DataFrame, late: _Late) -> pl.DataFrame:
        """Count and leave out rows without any cell, and name those that are but a note."""
        filled = pl.sum_horizontal(pl.exclude(ROW).is_not_null())
        counts = frame.select(filled).to_series()
        if self._width >= NOTE_WIDTH and (single := frame.filter(counts == 1)).height:
            late.notes(single)
        if not (counts == 0).any():
            return frame
        late.empty(frame.filter(counts == 0)[ROW])
        return frame.filter(counts > 0)

    def _nothing(self) -> pl.DataFrame:
        """Return the frame of a table without rows."""
        names = [column_name(index) for index in range(self._width)]
        return pl.DataFrame(schema={ROW: pl.UInt32, **dict.fromkeys(names, pl.String)})

    def _bounded(self, frame: pl.DataFrame, row: int) -> None:
        if row + frame.height > self._limits.rows:
            raise LimitError("table-too-long", file=self._file, limit=f"{self._limits.rows:,}")
        if not frame.height or not frame.width:
            return
        limit = self._limits.cell_chars
        for index, cells in enumerate(frame.iter_columns()):
            # How large a column is altogether is known without looking at its cells.
            if cells.estimated_size() <= limit or not (cells.str.len_bytes() > limit).any():
                continue
            place = cells.str.len_chars().arg_max()
            if place is not None and len(cells[place] or "") > limit:
                raise LimitError(
                    "cell-beyond-limit",
                    file=self._file,
                    row=row + place,
                    column=index + 1,
                    limit=f"{limit:,}",
                )


class _Late:
    """What a reading notices on its way: capped lists, and ranges of empty rows."""

    def __init__(self, sheet: str | None, size_bytes: int):
        self._sheet = sheet
        self._size_bytes = size_bytes
        self._listed: list[Finding] = []
        self._counts: dict[str, int] = {}
        self._empty = 0
        self._first_empty: list[int] = []

    def add(self, finding: Finding) -> None:
        count = self._counts[finding.code] = self._counts.get(finding.code, 0) + 1
        if count <= LISTED:
            self._listed.append(finding)

    def note(self, piece: Piece, row: int, width: int) -> None:
        """Turn what a piece noticed into findings."""
        for number, cells in piece.short.items():
            params = {"cells": cells, "width": width}
            self._at("too-few-cells", row + number, params=params)
        for number, beyond in piece.long.items():
            text = " / ".join(filter(None, beyond))
            params = {"cells": width + len(beyond), "width": width}
            self._at("too-many-cells", row + number, value=text[:500], params=params)
        for number in piece.stray:
            self._at("stray-quote", row + number)
        if piece.cut_row is not None:
            params = {"offset": f"{self._size_bytes:,}"}
            self._at("file-cut-off", row + piece.cut_row, params=params)
        for finding in piece.findings:
            self.add(finding)

    def empty(self, rows: pl.Series) -> None:
        """Count rows that are wholly empty."""
        self._empty += rows.len()
        self._first_empty += rows.head(max(0, 5 - len(self._first_empty))).to_list()

    def notes(self, single: pl.DataFrame) -> None:
        """Name rows with nothing but a note in one cell. They stay: dropping needs a yes."""
        text = single.select(ROW, pl.coalesce(pl.exclude(ROW)).alias("text"))
        for row, cell in text.iter_rows():
            if is_note(cell):
                self.add(
                    Finding(
                        "note-row",
                        sheet=self._sheet,
                        row=row,
                        value=cell[:200],
                        repair="drop-note-rows",
                    )
                )

    def findings(self) -> tuple[Finding, ...]:
        """Return all of them, the empty rows counted in one."""
        found = list(self._listed)
        if self._empty:
            rows = ", ".join(map(str, self._first_empty))
            if self._empty > len(self._first_empty):
                rows += " …"
            params = {"count": self._empty, "rows": rows}
            first = self._first_empty[0]
            found.append(Finding("empty-rows", row=first, sheet=self._sheet, params=params))
        return tuple(found)

    def _at(
        self, code: str, row: int, value: str | None = None, params: dict[str, Any] | None = None
    ) -> None:
        self.add(Finding(code, sheet=self._sheet, row=row, value=value, params=params or {}))


def table_from(reading: Reading, origin: Origin, layout: Layout) -> Table:
    """Make the table of a reading, its origin, and the layout of its top."""
    return Table(
        origin=origin,
        headings=layout.headings,
        header_row=layout.header_row,
        read=reading.blocks,
        findings=layout.findings,
        units=layout.units,
        late_findings=reading.late_findings,
    )
