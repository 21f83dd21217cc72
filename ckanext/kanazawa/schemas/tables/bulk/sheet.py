"""Read the sheet: which row says what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.read.limits import MEBIBYTE, Limits
from ckanext.kanazawa.lib.tables.table import ROW, Table
from ckanext.kanazawa.schemas.speech import LANGUAGES, both
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, column_of, matched
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal

MAX_ROWS = 20_000
_LIMITS = Limits(
    file_bytes=64 * MEBIBYTE,
    workbook_bytes=64 * MEBIBYTE,
    unpacked_bytes=256 * MEBIBYTE,
    cell_chars=100_000,
    seconds=60.0,
)
# Names under which the sheet is looked for in a folder.
NAMES = ("datasets.xlsx", "datasets.csv", "データセット一覧.xlsx", "データセット一覧.csv")


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet counts it, and heading of a column → its text."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: Column) -> str:
        """Return the text in a column, "" where it is empty."""
        return self.cells.get(column.name, "")


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was read.

    Attributes:
        name: of its file.
        rows: with something in them.
        unused: headings that mean nothing to an import.
    """

    name: str
    rows: list[Row]
    unused: list[str] = field(default_factory=list)


def read_sheet(source: Path | bytes, name: str, offered: Sequence[Column] | None = None) -> Sheet:
    """Read a sheet, CSV or a workbook.

    Args:
        source: its path or bytes.
        name: of its file.
        offered: columns that are read; all by default.

    Raises:
        Refusal: it is no table, has no column of files, or no or too many rows.
    """
    try:
        table = _with_files(open_tables(source, name, limits=_LIMITS))
        found = _sheet(table, name, offered)
    except TableError as error:
        said = {language: error.text(language) for language in LANGUAGES}
        raise Refusal(said) from error
    if not found.rows:
        raise Refusal(both(lambda: tk._("The sheet {name} has no rows.").format(name=name)))
    return found


def _with_files(tables: list[Table]) -> Table:
    """Return the first table that has the column of files."""
    path = column_of("path")
    for table in tables:
        if path in matched(table.headings):
            return table
    raise Refusal(
        both(
            lambda: tk._(
                "The sheet has no column {name}. Its headings are: {headings}. "
                "The template has all headings."
            ).format(
                name=path.heading(tk.h.kanazawa_language()),
                headings=", ".join(tables[0].headings[:20]) if tables else "",
            )
        )
    )


def _sheet(table: Table, name: str, offered: Sequence[Column] | None) -> Sheet:
    meaning = matched(table.headings, offered)
    rows = []
    for row in _rows(table, meaning):
        rows.append(row)
        if len(rows) > MAX_ROWS:
            raise Refusal(
                both(
                    lambda: tk._(
                        "The sheet has more than {limit} rows. Divide it into several."
                    ).format(limit=MAX_ROWS)
                )
            )
    unused = [
        heading
        for heading, column in zip(table.headings, meaning, strict=True)
        if column is None and heading
    ]
    return Sheet(name, rows, unused)


def _rows(table: Table, meaning: list[Column | None]) -> Iterator[Row]:
    for block in table.blocks():
        for number, *cells in block.frame.select(ROW, *block.frame.columns[1:]).iter_rows():
            found: dict[str, str] = {}
            for column, cell in zip(meaning, cells, strict=True):
                if column is not None and cell and cell.strip():
                    found.setdefault(column.name, cell.strip())
            if found:
                yield Row(number, found)
