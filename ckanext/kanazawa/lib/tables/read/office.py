"""Office files: which of them are workbooks, and how each kind is opened."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.kanazawa.lib.tables.errors import DamagedError, NotATableError, ProtectedError
from ckanext.kanazawa.lib.tables.read.biff import Biff
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
        NotATableError: it is a text, a presentation, or a binary workbook.
        DamagedError: it is broken inside.
        ProtectedError: a password locks it.
    """
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
    data = source.whole(limits)
    try:
        ole = Ole(data)
        kind = ole.kind
        if kind not in (None, "xls", "protected"):
            raise NotATableError("not-a-table", file=source.label, kind=NAMES[kind])
        if kind == "protected":
            raise ProtectedError("workbook-protected", file=source.label)
        biff = Biff(ole.stream("Workbook", "Book"))
    except OleError as error:
        raise DamagedError("workbook-damaged", file=source.label) from error
    if biff.locked:
        raise ProtectedError("workbook-protected", file=source.label)
    sheets = _xls_sheets(source, data, biff, wish, limits)
    return tables_of(source, "xls", sheets, wish, limits)


def _xls_sheets(
    source: Source, data: bytes, biff: Biff, wish: Wish, limits: Limits
) -> Iterator[SheetCells]:
    told = biff.sheets()
    bounded_text(source, limits, sum(sheet.text_bytes for sheet in told))
    book, metas = calamine_sheets(source, data)
    wanted = wanted_names(source, [meta.name for meta in metas], wish.sheet)
    for number, meta in enumerate(metas):
        if meta.name not in wanted:
            continue
        cells = calamine_cells(source, book, meta)
        if len(told) == len(metas):
            cells.formats, cells.errors = told[number].formats, told[number].errors
        yield cells


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
        cells.unsolved = known.unsolved
        yield cells
