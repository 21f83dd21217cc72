"""Tables and recognitions made by hand, for tests of what comes after recognising."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, table_of


def recognition_of(
    headings: list[str] | tuple[str, ...],
    form: str,
    version: str = "current",
    columns: Mapping[int, tuple[str, str]] | None = None,
) -> Recognition:
    """Recognise columns by their official headings.

    Args:
        columns: of other headings: place → (official heading, how it was recognised).
    """
    found = load_format(form)
    wanted = found.version(version)
    assert wanted
    fields = {i: wanted.field(name) for i, name in enumerate(headings)}
    known = {i: field for i, field in fields.items() if field}
    how = dict.fromkeys(known, "name")
    for index, (name, way) in (columns or {}).items():
        field = wanted.field(name)
        assert field
        known[index] = field
        how[index] = way
    return Recognition(found, wanted, 1.0, known, how)


def cells(table: Table) -> list[list[str]]:
    """Return the rows of a table, "" for empty cells."""
    return [[cell or "" for cell in row[1:]] for b in table.blocks() for row in b.frame.iter_rows()]


def records(table: Table) -> list[dict[str, str]]:
    """Return the filled cells of each row by heading."""
    return [
        {name: cell for name, cell in zip(table.headings, row, strict=True) if cell}
        for row in cells(table)
    ]


def csv_table(path: Path, encoding: str = "utf-8-sig") -> Table:
    """Return a clean CSV file as a table."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))
    return table_of(rows[0], rows[1:], name=path.name)
