"""Find what a spreadsheet did to a whole column: figures shortened, zeros lost, dates made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.house_numbers import holds_house_numbers
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, fits
from ckanext.kanazawa.lib.tables.table import Table, column_letter, column_name
from ckanext.kanazawa.lib.text.check_digits import is_municipality_code

# From this share on, a spreadsheet did it and not a slip of the hand.
SHARE = 0.2
LEAST_CELLS = 3
# Kind → figures of a right value, all of them there, and of one that lost its zeros.
_SHORTER: Mapping[str, tuple[str, str]] = {
    "municipality-code": (r"\d{6}", r"[1-9]\d{4}(?:\.0)?"),
    "town-id": (r"\d{7}|\d{4}-\d{3}", r"[1-9]\d{2,5}(?:\.0)?"),
    "postal-code": (r"\d{3}-?\d{4}", r"[1-9]\d{4,5}(?:\.0)?"),
    "phone": (r"0[\d-]+", r"[1-9]\d{8,9}(?:\.0)?"),
    "poi-code": (r"\d{4}", r"[1-9]\d{2}(?:\.0)?"),
}
# Kinds that a spreadsheet takes for a number when they are long.
_FIGURES = ("corporate-number", "identifier", "phone", "postal-code", "town-id", "school-code")


def damage_of(table: Table, columns: Mapping[int, Field], shapes: Shapes) -> Iterator[Finding]:
    """Find columns a spreadsheet damaged.

    Args:
        table: for headings and sheet.
        columns: 0-based column → field.
        shapes: of a sample.
    """
    for column, field in columns.items():
        if column >= len(shapes.filled) or shapes.filled[column] < LEAST_CELLS:
            continue
        if field.kind in _FIGURES:
            yield from _one(table, column, field, shapes, "column-scientific", "scientific")
        if field.kind in _SHORTER:
            yield from _zeros(table, column, field, shapes)
        if holds_house_numbers(field):
            yield from _one(table, column, field, shapes, "column-house-dates", "month-day")


def _one(
    table: Table, column: int, field: Field, shapes: Shapes, code: str, shape: str
) -> Iterator[Finding]:
    share = shapes.share(column, shape) or 0.0
    if share >= SHARE:
        name = pl.col(column_name(column))
        yield _found(table, column, field, shapes, code, fits(name, shape), share)


def _zeros(table: Table, column: int, field: Field, shapes: Shapes) -> Iterator[Finding]:
    """Find codes of which many are too short by the zeros they should begin with."""
    name = pl.col(column_name(column))
    short = name.str.contains(f"^(?:{_SHORTER[field.kind][1]})$")
    share = shapes.sample.select(short.mean()).item() or 0.0
    if share < SHARE:
        return
    if field.kind == "municipality-code":
        # Five figures are also how a code looks whose check digit was left away.
        codes = shapes.sample.filter(short)[column_name(column)].unique().to_list()
        if not all(is_municipality_code(f"0{code[:5]}") for code in codes):
            return
    yield _found(table, column, field, shapes, "column-zeros-lost", short, share)


def _found(
    table: Table,
    column: int,
    field: Field,
    shapes: Shapes,
    code: str,
    where: pl.Expr,
    share: float,
) -> Finding:
    example = shapes.sample.filter(where)[column_name(column)][0]
    params: dict[str, Any] = {
        "at": column_letter(column),
        "example": example,
        "right": field.example or "",
        "percent": max(1, round(share * 100)),
    }
    return Finding(
        code,
        sheet=table.origin.sheet,
        column=table.headings[column],
        index=column,
        params=params,
    )
