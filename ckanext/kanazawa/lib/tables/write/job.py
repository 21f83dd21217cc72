"""What one act of writing passes on: the options, the table, what was counted and noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

import polars as pl

from ckanext.kanazawa.lib.tables.findings import LISTED_PER_CODE, Finding, Findings
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name

# Longest part of a cell that a finding repeats.
QUOTED_CHARACTERS = 80
# Cells that are turned into text at a time, whatever the width of the table.
PIECE_CELLS = 500_000


@dataclass(frozen=True)
class Options:
    """How to write.

    Attributes:
        recognition: which column is which field; its types make real numbers, dates and
            times. Without it every cell stays text.
        encoding: of CSV and TSV: "utf-8-sig", "utf-8", "cp932" or "utf-16", or whatever a
            file was found in. The other forms know only one.
        unencodable: what becomes of characters the encoding lacks: "replace" writes the
            nearest that it has (and lists each), "refuse" writes nothing.
        defuse: make cells harmless that a spreadsheet would run as formulas (CSV, TSV, XLSX).
        overwrite: an existing file may be replaced.
        sheet: name of the sheet (XLSX); that of the table where None.
        position: 0-based columns of latitude and longitude (GeoJSON), where neither the
            recognition nor the headings tell.
        geometry: 0-based column that holds GeoJSON geometries as text (GeoJSON).
        listed_per_code: findings of one code that are listed; the others are counted.
        progress: called with the number of rows written so far.
    """

    recognition: Recognition | None = None
    encoding: str = "utf-8-sig"
    unencodable: Literal["replace", "refuse"] = "replace"
    defuse: bool = False
    overwrite: bool = False
    sheet: str | None = None
    position: tuple[int, int] | None = None
    geometry: int | None = None
    listed_per_code: int = LISTED_PER_CODE
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        form: "csv", "xlsx", ...
        path: the file, None where a stream was written.
        rows: without the heading row.
        findings: what the form or encoding could not carry, and what was changed for it.
        facts: what only one form tells: `sheets` of XLSX, `with_position` of GeoJSON.
    """

    form: str
    path: Path | None
    rows: int
    findings: Findings
    facts: Mapping[str, Any] = field(default_factory=dict)


class Job:
    """One table on its way into one file.

    Attributes:
        table: what is written.
        options: how.
        findings: what was noticed so far.
        rows: number of rows handed out so far.
        facts: what only one form tells.
    """

    def __init__(self, table: Table, options: Options):
        self.table = table
        self.options = options
        self.findings = Findings(options.listed_per_code)
        self.rows = 0
        self.facts: dict[str, Any] = {}

    @property
    def cells(self) -> list[str]:
        """Return the names of the columns of a block's frame, without that of the row."""
        return [column_name(index) for index in range(self.table.width)]

    def frames(self, first: int | None = None) -> Iterator[pl.DataFrame]:
        """Read the rows in pieces of bounded size, counting them and telling the progress.

        Args:
            first: rows of the first piece, where somebody waits for the first rows.
        """
        step = max(1, PIECE_CELLS // max(1, self.table.width))
        for block in self.table.blocks():
            start = 0
            while start < block.frame.height:
                frame = block.frame.slice(start, step if self.rows else first or step)
                yield frame
                start += frame.height
                self.rows += frame.height
                if self.options.progress:
                    self.options.progress(self.rows)

    def heading_frame(self) -> pl.DataFrame:
        """Return the headings as a block of one row."""
        columns = {
            name: [text or None] for name, text in zip(self.cells, self.table.headings, strict=True)
        }
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        row = pl.Series(ROW, [max(self.table.header_row, 1)], dtype=pl.UInt32)
        return frame.insert_column(0, row)

    def finding(
        self, code: str, row: int | None, index: int | None, value: str | None, **params: Any
    ) -> Finding:
        """Return a finding of this table, long values shortened."""
        return Finding(
            code,
            sheet=self.table.origin.sheet,
            row=row,
            column=None if index is None else self.table.headings[index],
            index=index,
            value=shortened(value),
            params=params,
        )

    def note(self, code: str, hits: pl.DataFrame, index: int, **params: Any) -> None:
        """Add a finding for each row of `hits` (row, value); count what is over the cap."""
        room = self.findings.room(code)
        for row, value in hits.head(room).iter_rows():
            self.findings.add(self.finding(code, row, index, value, **params))
        if hits.height > room:
            rest = hits.height - room
            self.findings.count(code, catalogue()[code]["severity"], rest)

    def written(self, form: str, path: Path | None) -> Written:
        """Return the account of the finished job."""
        return Written(form, path, self.rows, self.findings, self.facts)


class Form:
    """One form of output. Subclasses stand one to a file and are listed in `FORMS`.

    Attributes:
        name: as `write` takes it.
        suffix: ending of the file name.
        media_type: as HTTP names it.
        head: what every file of the form begins with, whatever the table holds.
    """

    head: bytes = b""
    name: str
    suffix: str
    media_type: str

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the whole table.

        Raises:
            WriteError: the form cannot hold the table.
            FileError: the table's file turns out damaged while it is read.
        """
        raise NotImplementedError


def shortened(value: str | None) -> str | None:
    """Return a cell as a finding quotes it."""
    if value is None or len(value) <= QUOTED_CHARACTERS:
        return value
    return value[:QUOTED_CHARACTERS] + "…"
