"""Columns whose cells look like names of persons, whatever their heading says."""

from __future__ import annotations

from collections import Counter

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.check.rules.personal import about
from ckanext.kanazawa.lib.text.people import looks_like_person

# Names are told by a list of surnames, which no list has all of: half is much.
_SHARE = 0.5
_FEWEST = 5
# Rows of a block, and different values among them, that are looked at: a column of names
# shows itself in the first ones.
_ROWS = 2_000
_SAMPLE = 200


class PersonNames(TableRule):
    """No column that is not the format's own holds mostly names of persons.

    Single cells are not reported: 森田 中央 may be anything. Columns whose heading already
    gives them away are left to `PersonalColumns`.
    """

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        own = [column for column in context.columns if not column.is_known]
        self._columns = [column.index for column in own if about(column) is None]
        self._looked_at: Counter[int] = Counter()
        self._names: Counter[int] = Counter()

    def see(self, frame: pl.DataFrame) -> None:
        """Count names among the first values of a block."""
        first = frame.head(_ROWS)
        for index in self._columns:
            cells = first.select(raw(index).drop_nulls().unique(maintain_order=True)).to_series()
            cells = cells.head(_SAMPLE).to_list()
            self._looked_at[index] += len(cells)
            self._names[index] += sum(map(looks_like_person, cells))

    def finish(self) -> None:
        """Report the columns in which names prevail."""
        for index in self._columns:
            names, cells = self._names[index], self._looked_at[index]
            if names >= _FEWEST and names >= cells * _SHARE:
                self.context.add("person-names", index=index, cells=cells, names=names)
