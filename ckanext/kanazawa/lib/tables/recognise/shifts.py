"""Find values that stand beside their headings in all rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes
from ckanext.kanazawa.lib.tables.recognise.signs import BAD, GOOD, Signs, kinds_of, texts_of
from ckanext.kanazawa.lib.tables.table import ROW, column_name

# How far values are looked for beside their heading, to the right and to the left.
FAR = (1, -1, 2, -2, 3, -3)
# How much better the values of several columns together must fit elsewhere.
LEAST_GAIN = 1.5
LEAST_COLUMNS = 2
CLEARLY = 1.3
# Of a sample's rows, those that must have a value in a column for it to be a sign.
LEAST_FILLED = 0.05
# A name in Latin letters also stands among readings where no other reading is to be had.
_NAMES = frozenset(("kana", "latin"))


def shift_of(columns: Mapping[int, Field], shapes: Shapes) -> Shift | None:
    """Find values that stand under the wrong headings in all rows.

    Args:
        columns: 0-based column → field, by the headings.
        shapes: of a sample.
    """
    kinds = _without_own_faults(kinds_of(columns), shapes)
    shapes.prepare(kinds.items())
    own = {col: _share(shapes, col, kind) for col, kind in kinds.items()}
    doubtful = [col for col, share in own.items() if share is None or share < GOOD]
    if len(doubtful) < LEAST_COLUMNS or not shapes.height:
        return None
    shapes.prepare((col + by, kind) for by in FAR for col, kind in kinds.items())
    texts = texts_of(columns)
    signs = [_signs(kinds, texts, own, shapes, by) for by in FAR]
    found = best_shift(signs, len(shapes.filled) - 1)
    if found is None:
        return None
    return replace(
        found,
        begin=_certain_begin(found, shapes.filled),
        open_begins=_open_begins(found, shapes.filled),
    )


def showing_rows(shift: Shift, columns: Mapping[int, Field], shapes: Shapes) -> frozenset[int]:
    """Return the rows of a sample that show a shift; columns that few rows fill show it of few."""
    kinds = kinds_of(columns)
    own = {col: _share(shapes, col, kind) for col, kind in kinds.items()}
    within = [col for col in kinds if shift.first <= col <= shift.last]
    beside = [col + shift.by for col in within if own[col] is None]
    # What stands beside an empty column may well be right there.
    wrong = {col for col in (*within, *beside) if (own.get(col) or 0.0) <= BAD}
    cells = [pl.col(column_name(col)) for col in wrong if 0 <= col < len(shapes.filled)]
    filled = pl.any_horizontal(cell.is_not_null() for cell in cells)
    return frozenset(shapes.sample.filter(filled)[ROW]) if cells else frozenset()


def _open_begins(shift: Shift, filled: Sequence[int]) -> tuple[int, ...]:
    """Return where a person may say that it began: where moving back loses nothing."""
    if shift.by < 0:
        lost = range(shift.last + 1 + shift.by, shift.last + 1)
        return () if any(filled[col] for col in lost) else tuple(shift.beginnings)
    return tuple(col for col in shift.beginnings if not any(filled[col : col + shift.by]))


def _signs(
    kinds: Mapping[int, str],
    texts: frozenset[int],
    own: Mapping[int, float | None],
    shapes: Shapes,
    by: int,
) -> Signs:
    def shares(pairs: Pairs) -> dict[int, float]:
        return {
            key: (_share(shapes, col, kind) or 0.0) if kind else 0.0
            for key, (col, kind) in pairs.items()
        }

    there, explained, back = pairs_of(kinds, by)
    return Signs(by, kinds, own, shares(there), shares(explained), shares(back), texts)


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


def _certain_begin(shift: Shift, filled: Sequence[int]) -> int | None:
    """Return the first heading whose values stand beside it; None where that is not certain.

    Texts do not show where they belong; it is certain where all columns in doubt are empty.

    Args:
        shift: of all rows.
        filled: number of filled cells of each column.
    """
    empty = [not number for number in filled]
    if shift.by < 0:
        # Headings without values lie before the first shifted one; it is certain which where
        # all columns in doubt are empty.
        doubtful = range(shift.earliest, shift.first + shift.by)
        return shift.first if all(empty[col] for col in doubtful) else None
    # Where any column in doubt holds something, that may be the one too many.
    doubtful = range(shift.earliest, shift.first + shift.by)
    return shift.earliest if all(empty[col] for col in doubtful) else None


# Column → the column to look into, and the kind to look for.
Pairs = Mapping[int, tuple[int, str]]


def pairs_of(kinds: Mapping[int, str], by: int) -> tuple[Pairs, Pairs, Pairs]:
    """Return what to look for beside each heading, and what its values may have come from."""
    there = {col: (col + by, kind) for col, kind in kinds.items()}
    explained = {col: (col, kinds.get(col - by, "")) for col in kinds}
    back = {col: (col, kinds.get(col + by, "")) for col in kinds}
    return there, explained, back


def best_shift(signs: Iterable[Signs], end: int) -> Shift | None:
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
    inside = [col for col in signs.kinds if first <= col <= last]
    members = [col for col in inside if signs.comes_from_elsewhere(col)]
    exchanged = {col for col in members if signs.is_exchanged(col)}
    exchanged |= {col + signs.by for col in exchanged}
    members = [col for col in members if col not in exchanged]
    if not members:
        return None
    fixed = [col for col in signs.kinds if signs.is_fixed(col)]
    before = [col for col in fixed if col < members[0]]
    if any(members[0] < col < members[-1] for col in fixed):
        return None
    earliest = before[-1] + 1 if before else 0
    told = {*members, *(_foreign(signs, inside, earliest) if abs(signs.by) == 1 else ())}
    kinds = {signs.kinds[col] for col in told}
    # The farther, the more columns fit by chance.
    least = LEAST_COLUMNS + abs(signs.by) - 1
    if gain < LEAST_GAIN or len(told) < least or len(kinds) < LEAST_COLUMNS or kinds <= _NAMES:
        return None
    stopped = any(col > members[-1] for col in fixed)
    first = min(map(signs.surely_shifted, members))
    return gain, Shift(first, earliest, members[-1] if stopped else end, signs.by)


def _foreign(signs: Signs, columns: Sequence[int], earliest: int) -> list[int]:
    """Return the columns that hold another's text, where the shift may have reached them."""
    return [col for col in columns if col >= earliest and signs.is_foreign(col)]


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
