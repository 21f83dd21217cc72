"""Find values that stand beside their headings."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, is_sharp

# How far values are looked for beside their heading, to the right and to the left.
FAR = (1, -1, 2, -2, 3, -3)
# How much better the values of several columns together must fit elsewhere.
LEAST_GAIN = 1.5
LEAST_COLUMNS = 2
# A shifted column's values hardly fit where they stand, and fit where they should.
GOOD = 0.8
BAD = 0.2


def shift_of(columns: Mapping[int, Field], shapes: Shapes) -> Shift | None:
    """Find values that stand under the wrong headings in all rows.

    Args:
        columns: 0-based column → field, by the headings.
        shapes: of a sample.
    """
    sharp = {col: field.kind for col, field in sorted(columns.items()) if is_sharp(field)}
    shapes.prepare(sharp.items())
    own = {col: shapes.share(col, kind) for col, kind in sharp.items()}
    bad = [col for col, share in own.items() if share is not None and share < GOOD]
    if len(bad) < LEAST_COLUMNS or not shapes.height:
        return None
    shapes.prepare((col + by, kind) for by in FAR for col, kind in sharp.items())
    best: tuple[float, Shift] | None = None
    for by in FAR:
        found = _run(sharp, own, shapes, by, columns)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _run(
    sharp: Mapping[int, str],
    own: Mapping[int, float | None],
    shapes: Shapes,
    by: int,
    columns: Mapping[int, Field],
) -> tuple[float, Shift] | None:
    """Return the run of columns that gains most from a shift, and how much."""
    best, total, begin = (0.0, -1, -1), 0.0, -1
    members: list[int] = []
    for col, kind in sharp.items():
        there = shapes.share(col + by, kind)
        gain = (there or 0.0) - (own[col] or 0.0)
        if total <= 0:
            total, begin = 0.0, col
        total += gain
        if total > best[0]:
            best = (total, begin, col)
        if there is not None and there >= GOOD and (own[col] or 0.0) <= BAD:
            members.append(col)
    gain, first, last = best
    inside = [col for col in members if first <= col <= last]
    if gain < LEAST_GAIN or len(inside) < LEAST_COLUMNS:
        return None
    first, last = inside[0], inside[-1]
    right = [col for col in sharp if col < first and (own[col] or 0.0) >= GOOD]
    behind = [col for col in sharp if col > last and (own[col] or 0.0) >= GOOD]
    end = min(behind) - 1 if behind else max(columns)
    return gain, Shift(first, (right[-1] + 1) if right else 0, end if not behind else last, by)
