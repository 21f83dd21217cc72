"""Office files: which of them are workbooks, and how each kind is opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    FileError,
    NotATableError,
    ProtectedError,
)
from ckanext.kanazawa.lib.tables.read.biff import read_book
from ckanext.kanazawa.lib.tables.read.biff_cells import read_sheet
from ckanext.kanazawa.lib.tables.read.delimited import Wish
from ckanext.kanazawa.lib.tables.read.kind import NAMES
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.ods import ods_sheets
from ckanext.kanazawa.lib.tables.read.ole import Ole, OleError
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.source import Source
from ckanext.kanazawa.lib.tables.read.workbook import (
    SheetCells,
    bounded_reach,
    bounded_text,
    calamine_cells,
    calamine_sheets,
    tables_of,
    wanted_names,
)
from ckanext.kanazawa.lib.tables.read.xlsx import XlsxParts
from ckanext.kanazawa.lib.tables.read.xml import XmlError
from ckanext.kanazawa.lib.tables.table import Table

# Part inside the ZIP → kind.
PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "powerpoint"),
)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def office_kind(package: Package) -> str | None:
    """Return "xlsx", "ods", a key of `NAMES`, or None for a ZIP that is no office file."""
    names = {name.lower().replace("\\", "/").lstrip("/") for name in package.names}
    for part, kind in PARTS:
        if part in names:
            return kind
    if "[content_types].xml" in names:
        return "xlsx" if any(name.endswith("/workbook.xml") for name in names) else "word"
    if "mimetype" in names and "content.xml" in names:
        return "ods" if package.read("mimetype").startswith(SPREADSHEET) else "odt"
    return None


def open_package(
    source: Source, package: Package, kind: str, wish: Wish, limits: Limits
) -> list[Table]:
    """Open a workbook that is a ZIP.

    Raises:
        NotATableError: it is a text or a presentation.
        FileError: it is a binary workbook.
        DamagedError: it is broken inside.
        ProtectedError: a password locks it.
    """
    if kind == "xlsb":
        # A table all the same, which nobody looked into: no `NotATableError`.
        raise FileError("workbook-binary", file=source.label)
    if kind not in ("xlsx", "ods"):
        raise NotATableError("not-a-table", file=source.label, kind=NAMES[kind])
    try:
        read = _xlsx_sheets if kind == "xlsx" else _ods_sheets
        return tables_of(source, kind, read(source, package, wish, limits), wish, limits)
    except XmlError as error:
        raise DamagedError("workbook-damaged", file=source.label) from error


def open_ole(source: Source, wish: Wish, limits: Limits) -> list[Table]:
    """Open an old workbook.

    Raises:
        NotATableError: it is a text, a presentation, a message.
        DamagedError: it is cut off or broken.
        ProtectedError: a password locks it; XLSX with a password look like this, too.
    """
    try:
        ole = Ole(source.whole(limits))
        if ole.kind == "protected":
            raise ProtectedError("workbook-protected", file=source.label)
        if ole.kind not in (None, "xls"):
            raise NotATableError("not-a-table", file=source.label, kind=NAMES[ole.kind])
        sheets = _xls_sheets(source, ole, wish, limits)
        return tables_of(source, "xls", sheets, wish, limits)
    except (OleError, struct.error, UnicodeDecodeError) as error:
        raise DamagedError("workbook-damaged", file=source.label) from error


def _xls_sheets(source: Source, ole: Ole, wish: Wish, limits: Limits) -> Iterator[SheetCells]:
    book = read_book(ole.stream("Workbook", "Book"))
    if book.locked:
        raise ProtectedError("workbook-protected", file=source.label)
    if not book.sheets:
        raise DamagedError("workbook-damaged", file=source.label)
    wanted = wanted_names(source, [bound.name for bound in book.sheets], wish.sheet)
    for bound in book.sheets:
        if bound.name in wanted:
            yield read_sheet(source, book, bound, limits)


def _ods_sheets(
    source: Source, package: Package, wish: Wish, limits: Limits
) -> Iterator[SheetCells]:
    sheets = ods_sheets(source, package, limits)
    wanted = wanted_names(source, [sheet.name for sheet in sheets], wish.sheet)
    yield from (sheet for sheet in sheets if sheet.name in wanted)


def _xlsx_sheets(
    source: Source, package: Package, wish: Wish, limits: Limits
) -> Iterator[SheetCells]:
    parts = XlsxParts(package, source.label)
    book, metas = calamine_sheets(source, package.data)
    wanted = wanted_names(source, [meta.name for meta in metas], wish.sheet)
    for meta in metas:
        if meta.name not in wanted:
            continue
        known = parts.sheet(meta.name)
        bounded_reach(source, limits, known.rows, known.columns)
        bounded_text(source, limits, known.text_bytes)
        cells = calamine_cells(source, book, meta)
        cells.formats, cells.errors = known.formats, known.errors
        cells.unsolved, cells.early = known.unsolved, known.early
        yield cells
