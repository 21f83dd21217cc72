"""Pieces of JSON made by whole columns at a time."""

from __future__ import annotations

import json
from typing import BinaryIO

import polars as pl

from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write.job import Job
from ckanext.kanazawa.lib.tables.write.types import Type, is_typed

# What JSON text must escape.
SPECIAL = [*map(chr, range(0x20)), '"', "\\"]
ESCAPES = [json.dumps(sign)[1:-1] for sign in SPECIAL]


def object_fragment(
    job: Job, names: list[str], types: dict[int, Type], skip: int | None = None
) -> pl.Expr:
    """Return an expression that makes one JSON object of each row.

    Args:
        job: whose columns are meant.
        names: key of each column.
        types: the columns that hold numbers.
        skip: 0-based column that is left out.

    Numbers are written digit by digit as they stand in the cell, so that none is rounded.
    A cell of a number column that holds no number stays text.
    """
    members = [
        pl.concat_str(pl.lit(json.dumps(names[index], ensure_ascii=False) + ":"), cell)
        for index, cell in enumerate(_cells(job, types))
        if index != skip
    ]
    if not members:
        return pl.lit("{}")
    return pl.concat_str(pl.lit("{"), pl.concat_str(members, separator=","), pl.lit("}"))


def _cells(job: Job, types: dict[int, Type]) -> list[pl.Expr]:
    return [
        cell_fragment(pl.col(name), is_number=index in types)
        for index, name in enumerate(job.cells)
    ]


def cell_fragment(cells: pl.Expr, *, is_number: bool) -> pl.Expr:
    """Return an expression that makes a JSON value of each cell, null of empty ones."""
    text = pl.concat_str(pl.lit('"'), cells.str.replace_many(SPECIAL, ESCAPES), pl.lit('"'))
    if is_number:
        text = pl.when(is_typed(cells, "number")).then(cells).otherwise(text)
    return text.fill_null("null")


def note_kept_as_text(job: Job, frame: pl.DataFrame, types: dict[int, Type]) -> None:
    """List cells that stay text in a column of numbers, dates or times."""
    for index, kind in types.items():
        cells = pl.col(job.cells[index])
        hits = frame.filter(cells.is_not_null() & ~is_typed(cells, kind))
        if hits.height:
            job.note("kept-as-text", hits.select(ROW, job.cells[index]), index)


def write_lines(out: BinaryIO, lines: pl.Series, separator: str, *, first: bool) -> None:
    """Write texts with a separator between them, and before them unless they are the first."""
    if not first:
        out.write(separator.encode())
    text = lines.to_frame().write_csv(
        include_header=False, quote_style="never", line_terminator=separator
    )
    out.write(text[: -len(separator)].encode())
