"""A table as every step passes it on: headings, and blocks of text cells with their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from ckanext.kanazawa.lib.tables.findings import Finding

# Rows of one block: enough for the vectorised checks to pay, few enough for bounded memory.
BLOCK_ROWS = 50_000
ROW = "row"


def column_name(index: int) -> str:
    """Return the name a column has in a block's frame: c0, c1, ..."""
    return f"c{index}"


def column_letter(index: int) -> str:
    """Return the letter a spreadsheet shows over a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letter: str) -> int | None:
    """Return the 0-based column of a letter a spreadsheet shows: AA → 26; None for no such."""
    if not re.fullmatch("[A-Za-z]{1,4}", letter):
        return None
    number = 0
    for one in letter.upper():
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


@dataclass(frozen=True)
class Origin:
    """Where a table came from and how it was read.

    Attributes:
        name: file name, as given.
        kind: "csv", "tsv", "xlsx", "xls", "ods", "geojson", "json", "jsonl".
        size_bytes: of the file itself.
        encoding: Python's name ("utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp"); None
            for workbooks.
        delimiter: of delimited text.
        newline: "\\r\\n", "\\n", "\\r" or "mixed", of delimited text.
        sheet: of a workbook.
        member: path inside the ZIP the table was found in.
        extra: what only one kind has (a GeoJSON's geometry types, hidden sheets, ...).
    """

    name: str
    kind: str
    size_bytes: int = 0
    encoding: str | None = None
    delimiter: str | None = None
    newline: str | None = None
    sheet: str | None = None
    member: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Some rows of a table.

    Attributes:
        frame: columns `row` (UInt32: the row as the spreadsheet counts it, from 1, headings
            and title rows included), then c0 ... cN-1 (String). An empty cell is null and
            never "". Cells are exactly as written (spaces kept), cells of workbooks as a
            person sees them (dates as YYYY-MM-DD, times as HH:MM).
    """

    frame: pl.DataFrame

    @property
    def width(self) -> int:
        """Return the number of columns of the table."""
        return self.frame.width - 1


@dataclass(frozen=True)
class Table:
    """One table of a file. Its rows are read anew at each call of `blocks()`.

    Attributes:
        origin: where it came from.
        headings: one text per column, as written, merged headings joined by "_"; "" where
            there is none.
        header_row: row of the (last) heading row, from 1; 0 where the file has none (JSON).
        read: starts reading and yields blocks of at most BLOCK_ROWS rows. Rows that are
            wholly empty are left out and counted as findings.
        findings: what reading noticed before the first row (title rows, units row, encoding
            that is not UTF-8, duplicate headings, ...).
        units: unit of each column from a units row; () where there is none.
        late_findings: called after all blocks were read: what only the rows could show
            (empty rows, ragged rows, undecodable cells).
    """

    origin: Origin
    headings: tuple[str, ...]
    header_row: int
    read: Callable[[], Iterator[Block]]
    findings: tuple[Finding, ...] = ()
    units: tuple[str, ...] = ()
    late_findings: Callable[[], tuple[Finding, ...]] = tuple

    def blocks(self) -> Iterator[Block]:
        """Read the rows from the beginning.

        Raises:
            FileError: the file turns out damaged or over a limit while it is read.
        """
        return self.read()

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.headings)


def table_of(headings: list[str], rows: list[list[str | None]], **origin: Any) -> Table:
    """Make a table from lists, as tests and converters do.

    Args:
        headings: one per column.
        rows: cells as text; "" and None are empty cells.
        **origin: fields of `Origin`; name and kind may be left out.
    """
    columns = {
        column_name(index): [row[index] or None for row in rows] for index in range(len(headings))
    }
    numbers = pl.Series(ROW, range(2, len(rows) + 2), dtype=pl.UInt32)
    schema = {name: pl.String for name in columns}
    frame = pl.DataFrame(columns, schema=schema).insert_column(0, numbers)

    def read() -> Iterator[Block]:
        for start in range(0, max(len(rows), 1), BLOCK_ROWS):
            yield Block(frame.slice(start, BLOCK_ROWS))

    return Table(Origin(**{"name": "", "kind": "csv", **origin}), tuple(headings), 1, read)
