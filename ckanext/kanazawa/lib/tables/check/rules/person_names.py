"""Columns whose cells look like names of persons, whatever their heading says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.check.rules.personal import about
from ckanext.kanazawa.lib.tables.kinds.personal import names_body
from ckanext.kanazawa.lib.text.people import is_person, looks_like_person

# Names are told by a list of surnames, which no list has all of: half is much.
_SHARE = 0.5
_FEWEST = 5
# Rows of a block, and different values among them, that are looked at: a column of names
# shows itself in the first ones.
_ROWS = 2_000
_SAMPLE = 200


# Columns of a format that name a thing, never a person.
_OF_THING = re.compile("名称$|施設名$")


class PersonNames(TableRule):
    """No column that is not the format's own, or names things, holds mostly names of persons.

    Single cells are not reported: 森田 中央 may be anything. Columns whose heading already
    gives them away are left to `PersonalColumns`, and those of bodies to the look at cells.
    """

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        asked = [
            column
            for column in context.columns
            if not names_body(column.field) and about(column) is None
        ]
        self._columns = [column.index for column in asked if not column.is_known]
        # There, only what is a name beyond doubt counts, and the first ones will do.
        self._of_things = [
            column.index
            for column in asked
            if column.is_known and _OF_THING.search(column.field.name)
        ]
        self._looked_at: Counter[int] = Counter()
        self._names: Counter[int] = Counter()

    def see(self, frame: pl.DataFrame) -> None:
        """Count names among the first values of a block."""
        first = frame.head(_ROWS)
        for index in self._columns:
            self._count(first, index, looks_like_person)
        for index in self._of_things:
            if self._looked_at[index] < _SAMPLE:
                self._count(first, index, is_person)

    def _count(self, first: pl.DataFrame, index: int, is_name: Callable[[str], bool]) -> None:
        cells = first.select(raw(index).drop_nulls().unique(maintain_order=True)).to_series()
        values = cells.head(_SAMPLE).to_list()
        self._looked_at[index] += len(values)
        self._names[index] += sum(map(is_name, values))

    def finish(self) -> None:
        """Report the columns in which names prevail."""
        for index in (*self._columns, *self._of_things):
            names, cells = self._names[index], self._looked_at[index]
            if names >= _FEWEST and names >= cells * _SHARE:
                self.context.add("person-names", index=index, cells=cells, names=names)
