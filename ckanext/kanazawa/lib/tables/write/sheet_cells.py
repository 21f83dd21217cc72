"""Cells of a sheet as XML, made by whole columns at a time.

openpyxl makes a Python object of each cell; this is some fifteen times as fast.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import ROW, column_letter
from ckanext.kanazawa.lib.tables.write.formulas import would_run
from ckanext.kanazawa.lib.tables.write.job import Job
from ckanext.kanazawa.lib.tables.write.sheet import CELL_UNITS, utf16_units
from ckanext.kanazawa.lib.tables.write.types import Type, is_typed, typed
from ckanext.kanazawa.lib.tables.write.workbook import Styles

# Excel takes 1900 for a leap year, so that days before March 1900 are off by one.
FIRST_DAY = date(1900, 3, 1)
DAY_ZERO = date(1899, 12, 30)
DAY_SECONDS = 86_400
# ECMA-376 Part 1, 22.9.2.19 (ST_Xstring): what XML cannot hold is written as _xHHHH_, and so
# is an underscore that would begin such a thing. A bare CR would come back as a newline.
BEGINS_ESCAPE = r"_(x[0-9A-Fa-f]{4})"
UNHOLDABLE = [chr(code) for code in (*range(9), *range(0x0B, 0x20), 0xFFFE, 0xFFFF)]
SPECIAL = ["&", "<", ">", *UNHOLDABLE]
ESCAPES = ["&amp;", "&lt;", "&gt;", *(f"_x{ord(sign):04X}_" for sign in UNHOLDABLE)]


def row_fragment(job: Job, types: dict[int, Type], styles: Styles, begin: int) -> pl.Expr:
    """Return an expression that makes a `<row>` of each row of a frame.

    Args:
        job: whose columns are meant.
        types: the columns that hold more than text.
        styles: of the workbook.
        begin: number of the frame's first row in the sheet.
    """
    number = (pl.int_range(pl.len(), dtype=pl.Int64) + begin).cast(pl.String)
    cells = [
        _cell(job, index, types.get(index), styles, number).fill_null("")
        for index in range(job.table.width)
    ]
    opening = pl.concat_str(pl.lit('<row r="'), number, pl.lit('">'))
    return pl.concat_str(opening, *cells, pl.lit("</row>")).alias("row")


def heading_fragment(job: Job, styles: Styles) -> pl.Expr:
    """Return an expression that makes the bold first row of the headings."""
    cells: list[pl.Expr] = []
    for index, name in enumerate(job.cells):
        opening = _opening(index, pl.lit("1"), pl.lit(f' s="{styles.heading}"'))
        cells.append(pl.coalesce(_text(pl.col(name), opening), opening + pl.lit("/>")))
    return pl.concat_str(pl.lit('<row r="1">'), *cells, pl.lit("</row>")).alias("row")


def check_lengths(job: Job, frame: pl.DataFrame) -> None:
    """Refuse cells that Excel would cut off.

    Raises:
        WriteError: names the first.
    """
    lengths = frame.select((pl.col(name).str.len_bytes() > CELL_UNITS).any() for name in job.cells)
    for index, is_long in enumerate(lengths.row(0) if job.cells else ()):
        if not is_long:
            continue
        for row, text in frame.select(ROW, job.cells[index]).drop_nulls().iter_rows():
            if utf16_units(text) > CELL_UNITS:
                raise WriteError(
                    "cell-too-long",
                    row=row,
                    column=job.table.headings[index],
                    letter=column_letter(index),
                    length=utf16_units(text),
                    most=CELL_UNITS,
                )


def _cell(job: Job, index: int, kind: Type | None, styles: Styles, number: pl.Expr) -> pl.Expr:
    cells = pl.col(job.cells[index])
    style = pl.lit("")
    if job.options.defuse:
        quoted = pl.lit(f' s="{styles.quoted}"')
        style = pl.when(would_run(cells)).then(quoted).otherwise(style)
    text = _text(cells, _opening(index, number, style))
    if kind is None:
        return text
    value, shown = _value(cells, kind, styles)
    real = pl.concat_str(
        _opening(index, number, shown), pl.lit("><v>"), value.cast(pl.String), pl.lit("</v></c>")
    )
    return pl.when(is_typed(cells, kind) & value.is_not_null()).then(real).otherwise(text)


def _opening(index: int, number: pl.Expr, style: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f'<c r="{column_letter(index)}'), number, pl.lit('"'), style)


def _text(cells: pl.Expr, opening: pl.Expr) -> pl.Expr:
    """Return text that stays text: an inline string is never a formula or an error value."""
    escaped = cells.str.replace_all(BEGINS_ESCAPE, "_x005F_${1}").str.replace_many(SPECIAL, ESCAPES)
    return pl.concat_str(
        opening,
        pl.lit(' t="inlineStr"><is><t xml:space="preserve">'),
        escaped,
        pl.lit("</t></is></c>"),
    )


def _value(cells: pl.Expr, kind: Type, styles: Styles) -> tuple[pl.Expr, pl.Expr]:
    """Return what Excel stores, and the style that shows it."""
    if kind == "date":
        day = typed(cells, "date")
        serial = (day - pl.lit(DAY_ZERO)).dt.total_days()
        return pl.when(day >= FIRST_DAY).then(serial), pl.lit(f' s="{styles.date}"')
    if kind == "time":
        moment = typed(cells, "time").cast(pl.Int64) // 1_000_000_000
        exact = pl.when(moment % 60 > 0).then(pl.lit(f' s="{styles.seconds}"'))
        return moment / DAY_SECONDS, exact.otherwise(pl.lit(f' s="{styles.time}"'))
    return cells, pl.lit("")
