"""Find values that stand beside their headings, in all rows or in some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, fits, is_sharp
from ckanext.kanazawa.lib.tables.table import ROW, column_name

# How far values are looked for beside their heading, to the right and to the left.
FAR = (1, -1, 2, -2, 3, -3)
# How much better the values of several columns together must fit elsewhere.
LEAST_GAIN = 1.5
LEAST_COLUMNS = 2
# A shifted column's values hardly fit where they stand, and fit where they should.
GOOD = 0.8
BAD = 0.2
# Rows looked at closely in one frame; a file with more of them is shifted as a whole.
CLOSE_ROWS = 1_000


@dataclass(frozen=True)
class RowShift:
    """A row whose values stand beside their headings.

    Attributes:
        row: as the spreadsheet counts, from 1.
        shift: which columns, and how far.
    """

    row: int
    shift: Shift


def shift_of(columns: Mapping[int, Field], shapes: Shapes) -> Shift | None:
    """Find values that stand under the wrong headings in all rows.

    Args:
        columns: 0-based column → field, by the headings.
        shapes: of a sample.
    """
    sharp = _sharp(columns)
    shapes.prepare(sharp.items())
    own = {col: shapes.share(col, kind) for col, kind in sharp.items()}
    bad = [col for col, share in own.items() if share is not None and share < GOOD]
    if len(bad) < LEAST_COLUMNS or not shapes.height:
        return None
    shapes.prepare((col + by, kind) for by in FAR for col, kind in sharp.items())
    best: tuple[float, Shift] | None = None
    for by in FAR:
        there = {col: shapes.share(col + by, kind) or 0.0 for col, kind in sharp.items()}
        found = _run(sharp, {col: share or 0.0 for col, share in own.items()}, there, by)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    last = best[1].last if best[1].last in sharp else max(columns)
    return Shift(best[1].first, best[1].earliest, last, best[1].by)


def certain_begin(shift: Shift, filled: Sequence[int]) -> int | None:
    """Return the first heading whose values stand beside it; None where that is not certain.

    Texts do not show where they belong, but empty columns tell: one too many is empty.

    Args:
        shift: of all rows.
        filled: number of filled cells of each column.
    """
    empty = [not number for number in filled]
    if shift.by < 0:
        # Headings without values lie before the first shifted one; it is certain which where
        # all columns in doubt are empty.
        doubtful = range(max(shift.earliest + shift.by, 0), max(shift.first + shift.by, 0))
        return shift.first if all(empty[col] for col in doubtful) else None
    starts = [
        col for col in range(shift.earliest, shift.first + 1) if all(empty[col : col + shift.by])
    ]
    # Empty columns side by side: whichever of them is one too many, the result is the same.
    together = bool(starts) and starts == list(range(starts[0], starts[-1] + 1))
    return starts[0] if together else None


def shifted_rows(frame: pl.DataFrame, columns: Mapping[int, Field]) -> list[RowShift]:
    """Find single rows whose values stand beside their headings.

    Args:
        frame: rows of a block. It is far faster on those rows only that are known to hold
            several wrong cells.
        columns: 0-based column → field, by the headings.
    """
    sharp = {col: kind for col, kind in _sharp(columns).items() if column_name(col) in frame}
    if len(sharp) < LEAST_COLUMNS:
        return []
    wrong = [(~fits(_cell(col), kind)).fill_null(value=False) for col, kind in sharp.items()]
    suspicious = frame.filter(pl.sum_horizontal(wrong) >= LEAST_COLUMNS).head(CLOSE_ROWS)
    if not suspicious.height:
        return []
    own = _fitting(suspicious, sharp, 0)
    there = {by: _fitting(suspicious, sharp, by) for by in FAR}
    found: list[RowShift] = []
    for place, row in enumerate(suspicious[ROW]):
        shift = _row_shift(sharp, own[place], {by: rows[place] for by, rows in there.items()})
        if shift is not None:
            last = shift.last if shift.last in sharp else max(columns)
            found.append(RowShift(row, Shift(shift.first, shift.earliest, last, shift.by)))
    return found


def _sharp(columns: Mapping[int, Field]) -> dict[int, str]:
    return {col: field.kind for col, field in sorted(columns.items()) if is_sharp(field)}


def _cell(column: int) -> pl.Expr:
    return pl.col(column_name(column)).str.strip_chars()


def _fitting(
    frame: pl.DataFrame, sharp: Mapping[int, str], by: int
) -> Sequence[tuple[bool | None, ...]]:
    """Return per row and sharp column whether the cell so far beside it fits its kind."""
    cells = [
        fits(_cell(col + by), kind).alias(str(col))
        if column_name(col + by) in frame
        else pl.lit(None, pl.Boolean).alias(str(col))
        for col, kind in sharp.items()
    ]
    return frame.select(cells).rows() if cells else []


def _row_shift(
    sharp: Mapping[int, str],
    own: Sequence[bool | None],
    there: Mapping[int, Sequence[bool | None]],
) -> Shift | None:
    """Return the shift that explains every wrong cell of a row from some column on."""
    here = {col: float(bool(fit)) for col, fit in zip(sharp, own, strict=True)}
    wrong = [col for col, fit in zip(sharp, own, strict=True) if fit is False]
    best: tuple[float, Shift] | None = None
    for by, fitting in there.items():
        beside = {col: float(bool(fit)) for col, fit in zip(sharp, fitting, strict=True)}
        found = _run(sharp, here, beside, by)
        if found is None or (best is not None and found[0] <= best[0]):
            continue
        inside = [col for col in wrong if col >= found[1].first]
        explained = sum(beside[col] for col in inside)
        if explained >= GOOD * len(inside) and _kinds(sharp, found[1], beside) > 1:
            best = found
    return best[1] if best else None


def _kinds(sharp: Mapping[int, str], shift: Shift, beside: Mapping[int, float]) -> int:
    """Return how many kinds of values were found beside their headings."""
    return len({kind for col, kind in sharp.items() if col >= shift.first and beside[col]})


def _run(
    sharp: Mapping[int, str],
    own: Mapping[int, float],
    there: Mapping[int, float],
    by: int,
) -> tuple[float, Shift] | None:
    """Return the run of columns that gains most from a shift, and how much.

    Its `last` is a column of `sharp`, or -1 where the shift goes on to the end.
    """
    gain, first, last = _best_run({col: there[col] - own[col] for col in sharp})
    members = [
        col
        for col in sharp
        if first <= col <= last
        and there[col] >= GOOD
        and own[col] <= BAD
        # 有 fits beside a column of 有 and 無 anyhow: that is no sign of a shift.
        and sharp[col] != sharp.get(col + by)
    ]
    if gain < LEAST_GAIN or len(members) < LEAST_COLUMNS:
        return None
    # Values that fit here by a neighbour of the same kind (開始時間 and 終了時間) tell nothing.
    fixed = [
        col
        for col in sharp
        if own[col] >= GOOD and there[col] <= BAD and sharp.get(col - by) != sharp[col]
    ]
    before = [col for col in fixed if col < members[0]]
    behind = [col for col in fixed if col > members[-1]]
    earliest = before[-1] + 1 if before else 0
    return gain, Shift(members[0], earliest, members[-1] if behind else -1, by)


def _best_run(gains: Mapping[int, float]) -> tuple[float, int, int]:
    """Return the sum, first and last key of the neighbouring gains whose sum is greatest."""
    best, total, begin = (0.0, -1, -1), 0.0, -1
    for key, gain in gains.items():
        if total <= 0:
            total, begin = 0.0, key
        total += gain
        if total > best[0]:
            best = (total, begin, key)
    return best
