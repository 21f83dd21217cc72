"""Read files of every kind as tables of text cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ckanext.kanazawa.lib.tables.errors import FileError, NotATableError
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.archive import chosen_member, is_gtfs
from ckanext.kanazawa.lib.tables.read.delimited import Wish, open_delimited
from ckanext.kanazawa.lib.tables.read.jsontable import open_json
from ckanext.kanazawa.lib.tables.read.kind import NAMES, sniff
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.office import office_kind, open_ole, open_package
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.source import Source, source_of
from ckanext.kanazawa.lib.tables.table import Table

__all__ = ["Limits", "is_gtfs", "open_tables", "sniff"]
# Ending → kinds of table that may have it. Others say nothing.
TEXTS = ("csv", "tsv")
JSONS = ("json", "geojson", "jsonl")
ENDINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), TEXTS),
    **dict.fromkeys((".json", ".geojson", ".jsonl", ".ndjson"), JSONS),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), ("xlsx",)),
    **dict.fromkeys((".xls", ".xlt"), ("xls",)),
    **dict.fromkeys((".ods", ".ots"), ("ods",)),
    **dict.fromkeys((".pdf", ".html", ".htm", ".doc", ".docx", ".jpg", ".png", ".zip"), ()),
}


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
        sheet: name of the one sheet that is wanted, or its number from 0; of a ZIP, the
            name of the file inside.
        encoding: of text, where the user knows better.
        delimiter: of delimited text.
        header_row: row of the (last) heading row, from 1; 0 where there are no headings.
        limits: how large a file may be.

    Returns:
        One table, or one per sheet that is not empty, hidden ones last. A sheet of a
        workbook is held in memory; a text is read anew, in blocks, by each `blocks()`.

    Raises:
        FileError: the file cannot be read as a table; the subclass and code say why.
    """
    limits = limits or Limits()
    wish = Wish(encoding, delimiter, header_row, sheet)
    tables = _open(source_of(source, name, limits), wish, limits)
    return [_with_ending(table) for table in tables]


def _open(source: Source, wish: Wish, limits: Limits, depth: int = 0) -> list[Table]:
    kind = sniff(source)
    if kind in ("text", "json") and wish.sheet not in (None, 0):
        raise FileError("no-sheets", file=source.label, sheet=wish.sheet)
    if kind == "text":
        return [open_delimited(source, wish, limits)]
    if kind == "json":
        return [open_json(source, wish, limits)]
    if kind == "ole":
        return open_ole(source, wish, limits)
    if kind == "zip":
        package = Package(source, limits)
        if office := office_kind(package):
            return open_package(source, package, office, wish, limits)
        member, wish = chosen_member(source, package, wish, limits, depth)
        return _open(member, wish, limits, depth + 1)
    raise NotATableError("not-a-table", file=source.label, kind=NAMES.get(kind, NAMES["binary"]))


def _with_ending(table: Table) -> Table:
    """Mention an ending that promises another kind of file."""
    origin = table.origin
    ending = PurePosixPath((origin.member or origin.name).lower().replace("\\", "/")).suffix
    if ending not in ENDINGS or origin.kind in ENDINGS[ending]:
        return table
    finding = Finding("wrong-ending", value=ending, params={"kind": origin.kind.upper()})
    return replace(table, findings=(finding, *table.findings))
