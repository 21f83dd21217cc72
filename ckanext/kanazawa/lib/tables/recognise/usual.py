"""Say what the cells of each column are usually like, so that a row can be told from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Recognition, Usual
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShifts
from ckanext.kanazawa.lib.tables.recognise.sample import sample_of_block
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes
from ckanext.kanazawa.lib.tables.recognise.shifts import shift_of, showing_rows
from ckanext.kanazawa.lib.tables.recognise.signs import kinds_of
from ckanext.kanazawa.lib.tables.table import ROW

# Of all rows, those that may be shifted on their own, and the share of them that has to be.
FEW, MOST = 0.5, 0.8


def with_usual(found: Recognition, shapes: Shapes) -> tuple[Recognition, Shapes]:
    """Say what is usual in a table; rows whose values stand beside their headings do not count.

    What stands under a wrong heading says nothing about the column.

    Args:
        found: the recognition so far.
        shapes: of a sample of the table.

    Returns:
        The recognition with its `usual`, and the shapes of the rows that count.
    """
    found = replace(found, usual=_usual_of(found.columns, shapes))
    if rows := RowShifts(found).find(shapes.sample):
        shapes = Shapes(shapes.sample.filter(~pl.col(ROW).is_in([one.row for one in rows])))
        found = replace(found, usual=_usual_of(found.columns, shapes))
    return found, shapes


def with_shift(found: Recognition, shapes: Shapes) -> Recognition:
    """Say whether columns are shifted in all rows, and not only in those that fill them.

    Where few rows show it, and each of them is shifted on its own, the others stand right.
    """
    shift = shift_of(found.columns, shapes)
    if shift is not None:
        rows = showing_rows(shift, found.columns, shapes)
        if len(rows) < FEW * shapes.height and _are_single(rows, found, shapes):
            shift = None
    return replace(found, shift=shift)


def _are_single(rows: frozenset[int], found: Recognition, shapes: Shapes) -> bool:
    seen = replace(found, shift=None, usual=_usual_of(found.columns, shapes))
    single = {one.row for one in RowShifts(seen).find(shapes.sample)}
    return len(rows & single) >= MOST * len(rows)


def usual_again(found: Recognition, frame: pl.DataFrame) -> Recognition:
    """Say what is usual once a table's first block looks otherwise than when it was recognised."""
    return with_usual(found, Shapes(sample_of_block(frame)))[0]


def _usual_of(columns: Mapping[int, Field], shapes: Shapes) -> dict[int, Usual]:
    """Return what the cells of each column are like."""
    kinds = kinds_of(columns)
    shapes.prepare(kinds.items())
    rows = max(shapes.height, 1)
    return {
        col: Usual(number / rows, shapes.share(col, kinds[col]) if col in kinds else None)
        for col, number in enumerate(shapes.filled)
    }
