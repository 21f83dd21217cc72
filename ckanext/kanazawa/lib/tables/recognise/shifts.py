"""Find values that stand beside their headings, in all rows or in some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, fits
from ckanext.kanazawa.lib.tables.recognise.signs import GOOD, Signs, is_sharp_kind
from ckanext.kanazawa.lib.tables.table import ROW, column_name

# How far values are looked for beside their heading, to the right and to the left.
FAR = (1, -1, 2, -2, 3, -3)
# How much better the values of several columns together must fit elsewhere.
LEAST_GAIN = 1.5
LEAST_COLUMNS = 2
CLEARLY = 1.3
# Of a sample's rows, those that must have a value in a column for it to be a sign.
LEAST_FILLED = 0.05
# Kinds that many values look like: they can be wrong, but do not prove where they are right.
_SOFT = ("integer", "number")
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
    kinds = _without_own_faults(_kinds(columns), shapes)
    shapes.prepare(kinds.items())
    own = {col: _share(shapes, col, kind) for col, kind in kinds.items()}
    bad = [col for col, share in own.items() if share is not None and share < GOOD]
    if len(bad) < LEAST_COLUMNS or not shapes.height:
        return None
    shapes.prepare((col + by, kind) for by in FAR for col, kind in kinds.items())
    signs = [_signs(kinds, own, shapes, by) for by in FAR]
    return _best(signs, max(columns))


def _signs(
    kinds: Mapping[int, str], own: Mapping[int, float | None], shapes: Shapes, by: int
) -> Signs:
    def shares(pairs: _Pairs) -> dict[int, float]:
        return {
            key: (_share(shapes, col, kind) or 0.0) if kind else 0.0
            for key, (col, kind) in pairs.items()
        }

    there, explained, back = _pairs(kinds, by)
    return Signs(by, kinds, own, shares(there), shares(explained), shares(back))


def _share(shapes: Shapes, column: int, kind: str) -> float | None:
    """Return the share of cells that fit; a few cells of many rows say nothing."""
    if not 0 <= column < len(shapes.filled):
        return None
    if shapes.filled[column] < LEAST_FILLED * shapes.height:
        return None
    return shapes.share(column, kind)


def _without_own_faults(kinds: Mapping[int, str], shapes: Shapes) -> dict[int, str]:
    """Leave out positions that are swapped or lack their decimal point, not shifted."""
    by_kind = {kind: col for col, kind in kinds.items()}
    latitude, longitude = by_kind.get("latitude"), by_kind.get("longitude")
    if latitude is None or longitude is None:
        return dict(kinds)
    pairs = ((latitude, "longitude"), (longitude, "latitude"))
    swapped = min(shapes.share(col, kind) or 0.0 for col, kind in pairs)
    points = ((latitude, "no-point-latitude"), (longitude, "no-point-longitude"))
    pointless = max(shapes.share(col, kind) or 0.0 for col, kind in points)
    if max(swapped, pointless) < GOOD:
        return dict(kinds)
    return {col: kind for col, kind in kinds.items() if col not in (latitude, longitude)}


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
    kinds = {col: kind for col, kind in _kinds(columns).items() if column_name(col) in frame}
    if len(kinds) < LEAST_COLUMNS:
        return []
    wrong = [(~fits(_cell(col), kind)).fill_null(value=False) for col, kind in kinds.items()]
    suspicious = frame.filter(pl.sum_horizontal(wrong) >= LEAST_COLUMNS).head(CLOSE_ROWS)
    if not suspicious.height:
        return []
    rows = _row_signs(suspicious, kinds)
    found: list[RowShift] = []
    for row, signs in zip(suspicious[ROW], rows, strict=True):
        shift = _best(signs, max(columns))
        if shift is not None:
            found.append(RowShift(row, shift))
    return found


def _row_signs(frame: pl.DataFrame, kinds: Mapping[int, str]) -> Iterator[list[Signs]]:
    """Yield what speaks for each shift in each row."""
    own = _fitting(frame, {col: (col, kind) for col, kind in kinds.items()})
    beside = {by: [_fitting(frame, pairs) for pairs in _pairs(kinds, by)] for by in FAR}
    for place, here in enumerate(own):
        yield [
            Signs(by, kinds, here, *(_sure(rows[place]) for rows in found))
            for by, found in beside.items()
        ]


def _sure(row: Mapping[int, float | None]) -> dict[int, float]:
    return {column: fit or 0.0 for column, fit in row.items()}


# Column → the column to look into, and the kind to look for.
_Pairs = Mapping[int, tuple[int, str]]


def _pairs(kinds: Mapping[int, str], by: int) -> tuple[_Pairs, _Pairs, _Pairs]:
    """Return what to look for beside each heading, and what its values may have come from."""
    there = {col: (col + by, kind) for col, kind in kinds.items()}
    explained = {col: (col, kinds.get(col - by, "")) for col in kinds}
    back = {col: (col, kinds.get(col + by, "")) for col in kinds}
    return there, explained, back


def _fitting(frame: pl.DataFrame, pairs: _Pairs) -> list[dict[int, float | None]]:
    """Return per row, for each pair, 1 where the cell fits the kind, None where it is empty."""
    cells = [
        fits(_cell(col), kind).cast(pl.Float64).alias(str(key))
        if kind and column_name(col) in frame
        else pl.lit(None, pl.Float64).alias(str(key))
        for key, (col, kind) in pairs.items()
    ]
    rows = frame.select(pl.col(ROW), *cells).drop(ROW).rows()
    return [dict(zip(pairs, row, strict=True)) for row in rows]


def _kinds(columns: Mapping[int, Field]) -> dict[int, str]:
    """Return the columns whose values can be told from others'."""
    return {
        col: field.kind
        for col, field in sorted(columns.items())
        if is_sharp_kind(field.kind) or field.kind in _SOFT
    }


def _cell(column: int) -> pl.Expr:
    return pl.col(column_name(column)).str.strip_chars()


def _best(signs: Iterable[Signs], end: int) -> Shift | None:
    """Return the shift that most speaks for, None where nothing does."""
    best: tuple[float, Shift] | None = None
    for one in signs:
        found = _run(one, end)
        # The nearer distances come first: a farther one must explain clearly more.
        if found is not None and (best is None or found[0] > CLEARLY * best[0]):
            best = found
    return best[1] if best else None


def _run(signs: Signs, end: int) -> tuple[float, Shift] | None:
    """Return the run of columns that gains most from a shift, and how much.

    Args:
        signs: of one distance.
        end: the last column, up to which a shift goes that nothing stops.
    """
    gain, first, last = _best_run({col: signs.gain(col) for col in signs.kinds})
    members = [
        col for col in signs.kinds if first <= col <= last and signs.comes_from_elsewhere(col)
    ]
    exchanged = {col for col in members if signs.is_exchanged(col)}
    exchanged |= {col + signs.by for col in exchanged}
    members = [col for col in members if col not in exchanged]
    kinds = {signs.kinds[col] for col in members}
    # The farther, the more columns fit by chance.
    least = LEAST_COLUMNS + abs(signs.by) - 1
    if gain < LEAST_GAIN or len(members) < least or len(kinds) < LEAST_COLUMNS:
        return None
    fixed = [col for col in signs.kinds if signs.is_fixed(col)]
    before = [col for col in fixed if col < members[0]]
    if any(members[0] < col < members[-1] for col in fixed):
        return None
    earliest = before[-1] + 1 if before else 0
    stopped = any(col > members[-1] for col in fixed)
    return gain, Shift(members[0], earliest, members[-1] if stopped else end, signs.by)


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
