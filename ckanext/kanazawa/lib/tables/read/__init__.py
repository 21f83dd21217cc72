"""Read files of every kind as tables of text cells."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from ckanext.kanazawa.lib.tables.errors import NotATableError
from ckanext.kanazawa.lib.tables.read.delimited import Wish, open_delimited
from ckanext.kanazawa.lib.tables.read.kind import NAMES, sniff
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.office import office_kind, open_package
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.source import Source, source_of
from ckanext.kanazawa.lib.tables.table import Table

__all__ = ["Limits", "open_tables"]


def open_tables(
    source: Path | bytes | BinaryIO,
    name: str | None = None,
    *,
    sheet: str | int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    limits: Limits | None = None,
) -> list[Table]:
    """Open every table of a file.

    Args:
        source: path, bytes, or a stream that is read to its end.
        name: of the file, for messages; a path has its own.
        sheet: name of the one sheet that is wanted, or its number from 0.
        encoding: of text, where the user knows better.
        delimiter: of delimited text.
        header_row: row of the (last) heading row, from 1; 0 where there are no headings.
        limits: how large a file may be.

    Returns:
        One table, or one per sheet that is not empty.

    Raises:
        FileError: the file cannot be read as a table; the subclass and code say why.
    """
    limits = limits or Limits()
    wish = Wish(encoding, delimiter, header_row, sheet)
    return _open(source_of(source, name, limits), wish, limits)


def _open(source: Source, wish: Wish, limits: Limits) -> list[Table]:
    kind = sniff(source)
    if kind == "text":
        return [open_delimited(source, wish, limits, None)]
    if kind == "zip":
        package = Package(source, limits, names_matter=False)
        if office := office_kind(package):
            return open_package(source, package, office, wish, limits, None)
    raise NotATableError("not-a-table", file=source.label, kind=NAMES.get(kind, NAMES["binary"]))
