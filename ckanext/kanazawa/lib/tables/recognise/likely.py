"""A first, fast look at rows: which of them may be shifted at all, and how far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.shifts import FAR, LEAST_COLUMNS

# A column and a kind its cells are compared with.
Pair = tuple[int, str]


class _Marks(NamedTuple):
    """What is true of the cells of some rows, by the names `mark` gives.

    Attributes:
        fitting: a cell fits the kind; null where it is empty.
        wrong: it does not fit its own kind; null where it is empty.
        either: it does not fit its own kind, or is empty.
    """

    fitting: Mapping[str, pl.Series]
    wrong: Mapping[str, pl.Series]
    either: Mapping[str, pl.Series]


def mark(pair: Pair) -> str:
    """Return the name of what says whether a column's cells fit a kind."""
    return f"{pair[0]} {pair[1]}"


def likely_rows(
    fitting: pl.DataFrame, pairs: Set[Pair], kinds: Mapping[int, str], texts: Set[int]
) -> pl.DataFrame:
    """Say of each row which shifts may have signs enough: one column for each of `FAR`.

    It works on whole columns one by one: as one expression of polars, hundreds of terms take
    several times as long to plan as to compute.

    Args:
        fitting: whether cells fit kinds, null where they are empty; columns named by `mark`.
        pairs: what was compared.
        kinds: 0-based column → kind its heading asks for.
        texts: columns under whose headings any text may stand.
    """
    own = [mark(pair) for pair in kinds.items() if pair in pairs]
    wrong = fitting.select(~pl.col(own))
    either = wrong.select(pl.all().fill_null(value=True))
    marks = _Marks(_columns(fitting), _columns(wrong), _columns(either))
    none = pl.repeat(value=False, n=fitting.height, dtype=pl.Boolean, eager=True)
    told = ((none | _is_told_by(by, pairs, kinds, texts, marks)).alias(str(by)) for by in FAR)
    return pl.DataFrame(list(told))


def _is_told_by(
    by: int, pairs: Set[Pair], kinds: Mapping[int, str], texts: Set[int], marks: _Marks
) -> pl.Series:
    """Count values that are found again, and those that may be another heading's text."""
    found: list[pl.Series] = []
    others: list[pl.Series] = []
    for col, kind in kinds.items():
        own, there = (col, kind), (col + by, kind)
        origin = (col, kinds.get(col - by, ""))
        if own not in pairs:
            continue
        if origin in pairs:
            found.append(marks.wrong[mark(own)] & marks.fitting[mark(origin)])
        elif abs(by) == 1 and col - by in texts:
            others.append(marks.wrong[mark(own)])
        if there in pairs:
            again = marks.either[mark(own)] & marks.fitting[mark(there)]
            (others if col + by in kinds else found).append(again)
    many, more = _number(found), _number(others)
    return (many >= 1) & (many + more >= LEAST_COLUMNS + abs(by) - 1)


def _columns(frame: pl.DataFrame) -> dict[str, pl.Series]:
    return dict(zip(frame.columns, frame.get_columns(), strict=True))


def _number(marks: Sequence[pl.Series]) -> pl.Series:
    """Return for each row how many of these are true; a single 0 without any."""
    if not marks:
        return pl.Series([0], dtype=pl.UInt32)
    named = [one.alias(str(place)) for place, one in enumerate(marks)]
    return pl.DataFrame(named).sum_horizontal()
