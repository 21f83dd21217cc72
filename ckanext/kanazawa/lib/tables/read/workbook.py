"""Workbooks as tables: one per sheet, cells as a person sees them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
import python_calamine as calamine

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    EmptyFileError,
    FileError,
    LimitError,
    ProtectedError,
)
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.cells import cell_text, column_series
from ckanext.kanazawa.lib.tables.read.delimited import Wish, heading_row_there
from ckanext.kanazawa.lib.tables.read.layout import SEARCHED_ROWS, Layout, Merged, find_layout
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.numberformat import NumberFormat, is_no_day
from ckanext.kanazawa.lib.tables.read.rows import Piece, Reading, table_from
from ckanext.kanazawa.lib.tables.read.source import Source, mebibytes
from ckanext.kanazawa.lib.tables.table import (
    BLOCK_ROWS,
    Origin,
    Table,
    column_letter,
    column_name,
)

CALAMINE_ERRORS = (calamine.CalamineError, ValueError, OSError, OverflowError, IndexError)
MERGES_NAMED = 100


@dataclass
class SheetCells:
    """The cells of one sheet, whatever kind of workbook it stands in.

    Attributes:
        name: of the sheet.
        rows: from the first row of the sheet, cells as Python values, "" where empty.
        merged: ranges merged into one cell.
        formats: (row, column) → format that shows more than the plain number.
        errors: (row, column) → "#N/A".
        unsolved: formulas without a value.
        early: (row, column) → what is shown where a date lies at the beginning of the
            calendar or before.
        hidden: the sheet is hidden.
    """

    name: str
    rows: list[list[Any]]
    merged: list[Merged] = field(default_factory=list)
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsolved: int = 0
    early: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False


def guarded(source: Source, function: Any, *arguments: Any, **named: Any) -> Any:
    """Call the workbooks' reader; turn what it raises into our errors.

    Raises:
        ProtectedError: a password locks the workbook.
        DamagedError: anything else it stumbles over.
    """
    try:
        return function(*arguments, **named)
    except calamine.PasswordError as error:
        raise ProtectedError("workbook-protected", file=source.label) from error
    except CALAMINE_ERRORS as error:
        raise DamagedError("workbook-damaged", file=source.label) from error
    except BaseException as error:
        # The reader is written in Rust; where it gives up on a broken file it panics, and
        # that class is not exported.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedError("workbook-damaged", file=source.label) from error


def calamine_sheets(source: Source, data: bytes) -> tuple[Any, list[Any]]:
    """Open a workbook; return it and the metadata of the sheets that hold cells."""
    book = guarded(source, calamine.CalamineWorkbook.from_object, io.BytesIO(data))
    kinds = calamine.SheetTypeEnum
    return book, [sheet for sheet in book.sheets_metadata if sheet.typ == kinds.WorkSheet]


def calamine_cells(source: Source, book: Any, meta: Any) -> SheetCells:
    """Read all cells of a sheet."""
    sheet = guarded(source, book.get_sheet_by_name, meta.name)
    rows = guarded(source, sheet.to_python, skip_empty_area=False) if sheet.end else []
    merged = guarded(source, lambda: sheet.merged_cell_ranges) or []
    return SheetCells(
        meta.name,
        rows,
        [Merged(top, left, bottom, right) for (top, left), (bottom, right) in merged],
        hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
    )


def bounded_reach(source: Source, limits: Limits, rows: int, columns: int) -> None:
    """Refuse a sheet that reaches further than we are willing to make room for.

    Raises:
        LimitError: it does.
    """
    if columns > limits.columns and rows * columns > limits.cells:
        raise LimitError(
            "table-too-wide", file=source.label, columns=f"{columns:,}", limit=limits.columns
        )
    if rows * columns > limits.cells:
        raise LimitError(
            "sheet-too-large",
            file=source.label,
            rows=f"{rows:,}",
            columns=f"{columns:,}",
            limit=f"{limits.cells:,}",
        )


def bounded_text(source: Source, limits: Limits, size_bytes: int) -> None:
    """Refuse a sheet whose cells repeat one long text over and over.

    Raises:
        LimitError: they do.
    """
    if size_bytes > limits.unpacked_bytes:
        raise LimitError(
            "file-too-large",
            file=source.label,
            size=mebibytes(size_bytes),
            limit=mebibytes(limits.unpacked_bytes),
        )


def wanted_names(source: Source, names: Sequence[str], sheet: str | int | None) -> list[str]:
    """Return the sheets to open.

    Raises:
        FileError: there is none of the name or number asked for; names those there are.
    """
    if sheet is None:
        return list(names)
    if isinstance(sheet, int) and 0 <= sheet < len(names):
        return [names[sheet]]
    if sheet in names:
        return [str(sheet)]
    raise FileError("sheet-unknown", file=source.label, sheet=sheet, sheets="、".join(names))


def tables_of(
    source: Source,
    kind: str,
    sheets: Iterator[SheetCells],
    wish: Wish,
    limits: Limits,
) -> list[Table]:
    """Make a table of each sheet that is not empty, hidden ones last.

    Raises:
        EmptyFileError: all are empty.
        LimitError: one has too many columns.
    """
    found = [
        _table(source, kind, cells, wish, limits)
        for cells in sheets
        if any(any(value != "" for value in row) for row in cells.rows) or cells.errors
    ]
    if not found:
        raise EmptyFileError("empty-file", file=source.label)
    return sorted(found, key=lambda table: bool(table.origin.extra.get("hidden")))


def _table(source: Source, kind: str, cells: SheetCells, wish: Wish, limits: Limits) -> Table:
    width = max(map(len, cells.rows), default=0)
    for values in cells.rows:
        values += [""] * (width - len(values))
    for (row, column), text in (*cells.errors.items(), *cells.early.items()):
        if row < len(cells.rows) and column < len(cells.rows[row]):
            cells.rows[row][column] = text
    asked = wish.header_row
    heading_row_there(asked, len(cells.rows), source)
    top = [
        [_shown(cells, row, column) for column in range(len(values))]
        for row, values in enumerate(cells.rows[: max(SEARCHED_ROWS, (asked or 0) + 1)])
    ]
    layout = find_layout(top, asked=asked, merged=cells.merged)
    frame, findings = _frame(cells, layout, limits, source)
    layout = _named(_trimmed(layout, frame), cells)
    frame = frame.select(frame.columns[: len(layout.headings)])
    origin = Origin(
        name=source.name,
        kind=kind,
        size_bytes=source.size_bytes,
        sheet=cells.name,
        member=source.member,
        extra={"hidden": True} if cells.hidden else {},
    )

    def pieces() -> Iterator[Piece]:
        for start in range(0, frame.height, BLOCK_ROWS):
            yield Piece(frame.slice(start, BLOCK_ROWS), findings=[] if start else findings)

    reading = Reading(
        pieces, layout.data_row, len(layout.headings), limits, source.label, cells.name
    )
    return table_from(reading, origin, layout)


def _shown(cells: SheetCells, row: int, column: int) -> str:
    value = cells.rows[row][column]
    form = cells.formats.get((row, column))
    return form.text(value) if form and type(value) in (int, float) else cell_text(value)


def _frame(
    cells: SheetCells, layout: Layout, limits: Limits, source: Source
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the rows of data as text, and what was noticed about them."""
    first = layout.data_row - 1
    rows = cells.rows[first:]
    width = max(map(len, cells.rows), default=0)
    if width > limits.columns:
        raise LimitError(
            "table-too-wide", file=source.label, columns=f"{width:,}", limit=limits.columns
        )
    findings = [*_filled_merges(cells, rows, first), *_wide_merges(cells, rows, first)]
    shown: dict[int, dict[int, NumberFormat]] = {}
    for (row, column), form in cells.formats.items():
        if first <= row < len(cells.rows):
            shown.setdefault(column, {})[row - first] = form
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * width
    series = [
        column_series(column_name(index), values, shown.get(index, {}))
        for index, values in enumerate(columns)
    ]
    findings += [
        Finding("cell-error", sheet=cells.name, row=row + 1, value=text, index=column)
        for (row, column), text in sorted(cells.errors.items())
        if row >= first
    ]
    findings += [
        Finding("no-day", sheet=cells.name, row=row + 1, value=text, index=column)
        for (row, column), text in sorted(cells.early.items())
        if row >= first and is_no_day(text)
    ]
    return pl.DataFrame(series), [_headed(finding, layout) for finding in findings]


def _headed(finding: Finding, layout: Layout) -> Finding:
    """Name the heading of the column a finding stands in."""
    if finding.index is None or finding.index >= len(layout.headings):
        return finding
    return replace(finding, column=layout.headings[finding.index])


def _filled_merges(cells: SheetCells, rows: list[list[Any]], first: int) -> list[Finding]:
    """Repeat the value of vertically merged cells in each of their rows."""
    findings: list[Finding] = []
    for found in cells.merged:
        top = found.top - first
        if top < 0 or found.bottom == found.top or top >= len(rows):
            continue
        if found.left >= len(rows[top]) or rows[top][found.left] == "":
            continue
        value = rows[top][found.left]
        form = cells.formats.get((found.top, found.left))
        for row in range(top + 1, min(found.bottom - first + 1, len(rows))):
            if rows[row][found.left] == "":
                rows[row][found.left] = value
                if form:
                    cells.formats[first + row, found.left] = form
        if len(findings) < MERGES_NAMED:
            params = {"last": found.bottom + 1}
            findings.append(_merged("merged-cells", cells, found, value, params))
    return findings


def _wide_merges(cells: SheetCells, rows: list[list[Any]], first: int) -> list[Finding]:
    """Name the cells that are merged over several columns, except notes that fill a row."""
    findings: list[Finding] = []
    for found in cells.merged:
        top = found.top - first
        if not 0 <= top < len(rows) or found.right == found.left:
            continue
        value = rows[top][found.left] if found.left < len(rows[top]) else ""
        others = [*rows[top][: found.left], *rows[top][found.right + 1 :]]
        if value == "" or not any(other != "" for other in others):
            continue
        if len(findings) < MERGES_NAMED:
            params = {"begin": column_letter(found.left), "end": column_letter(found.right)}
            findings.append(_merged("merged-columns", cells, found, value, params))
    return findings


def _merged(
    code: str, cells: SheetCells, found: Merged, value: Any, params: dict[str, Any]
) -> Finding:
    """Return the finding on merged cells, at the first of them."""
    return Finding(
        code,
        sheet=cells.name,
        row=found.top + 1,
        index=found.left,
        value=cell_text(value)[:100],
        params=params,
    )


def _trimmed(layout: Layout, frame: pl.DataFrame) -> Layout:
    """Leave out columns at the right end that have neither heading nor value."""
    headings = layout.headings + ("",) * (frame.width - len(layout.headings))
    width = len(headings)
    while width > 1 and not headings[width - 1].strip():
        if width <= frame.width and frame.to_series(width - 1).null_count() < frame.height:
            break
        width -= 1
    return replace(layout, headings=headings[:width], units=layout.units[:width])


def _named(layout: Layout, cells: SheetCells) -> Layout:
    """Add what is worth knowing of the sheet, and its name to every finding."""
    findings = list(layout.findings)
    if cells.hidden:
        findings.insert(0, Finding("hidden-sheet", value=cells.name))
    if cells.unsolved:
        findings.append(Finding("formula-without-value", params={"count": cells.unsolved}))
    named = tuple(replace(finding, sheet=cells.name) for finding in findings)
    return replace(layout, findings=named)
