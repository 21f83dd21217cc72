"""Which cells of a block want a closer look: the fast tests, on each different value once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.kinds import is_costly

# A column repeats itself where so many of its first cells hold so few different values.
_FIRST, _FEW = 200, 20


class Suspicions:
    """Tests whole columns; those that repeat few values only by these values."""

    def __init__(self, columns: Sequence[Column]):
        self._tests = {column.name: column.suspicious() for column in columns}
        self._costly = [column.name for column in columns if is_costly(column.field)]

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return per column which cells of a block want a closer look; never null."""
        few = [name for name in self._costly if _repeats(frame[name])]
        others = frame.select(test for name, test in self._tests.items() if name not in few)
        if not few:
            return others
        # Not added to the frame of the others, which has no rows where all columns repeat.
        marked = [*others.get_columns(), *self._by_value(frame, few)]
        return pl.DataFrame(marked).select(list(self._tests))

    def _by_value(self, frame: pl.DataFrame, names: Sequence[str]) -> list[pl.Series]:
        values = [frame[name].unique() for name in names]
        most = max(one.len() for one in values)
        # One frame of all: planning many small ones takes longer than the tests.
        tested = pl.DataFrame([one.extend_constant(None, most - one.len()) for one in values])
        marks = tested.select(self._tests[name] for name in names)
        return [_marked(frame[name], tested[name].filter(marks[name]), name) for name in names]


def _repeats(cells: pl.Series) -> bool:
    return cells.len() > _FIRST and cells.head(_FIRST).n_unique() <= _FEW


def _marked(cells: pl.Series, values: pl.Series, name: str) -> pl.Series:
    """Return true where a cell holds one of these values."""
    if not values.len():
        return pl.repeat(value=False, n=cells.len(), dtype=pl.Boolean, eager=True).alias(name)
    return cells.is_in(values.implode()).fill_null(value=False)
