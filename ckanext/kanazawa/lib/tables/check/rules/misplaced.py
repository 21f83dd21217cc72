"""A column that holds what another, empty one is for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean
from ckanext.kanazawa.lib.tables.table import column_name
from ckanext.kanazawa.lib.text.folding import fold

_BETWEEN = re.compile(r"[;,、，・/()（）\s]+")
# Share of the values that must be such words, and different values that are looked at.
_SHARE, _MOST = 0.8, 1000


class Misplaced(TableRule):
    """The values of a column are words of another, which is empty or not there."""

    name = "misplaced"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._column = context.indexes([rule["column"]])[0]
        self._belongs = rule["belongs"]
        self._words = {fold(str(word)) for word in rule["words"]}
        self.reads = (self._column,)
        self._values: Counter[str] = Counter()
        self._rows = 0

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need the column that may hold them."""
        return context.index(rule["column"]) is not None

    def see(self, frame: pl.DataFrame) -> None:
        """Count the values, as long as there are few different ones."""
        self._rows += frame.height
        if len(self._values) > _MOST:
            return
        cells = frame.select(clean(self._column).alias(column_name(0))).drop_nulls().to_series()
        self._values.update(dict(cells.value_counts().iter_rows()))

    def finish(self) -> None:
        """Report the column where nearly all of its values belong elsewhere."""
        place = self.context.index(self._belongs)
        if place is not None and self.context.columns[place].empty < self._rows:
            return
        foreign = {value: count for value, count in self._values.items() if self._is_foreign(value)}
        number, total = sum(foreign.values()), self._values.total()
        if number < _SHARE * max(total, 1):
            return
        heading = self._belongs if place is None else self.context.heading(place)
        value = max(foreign, key=lambda text: (foreign[text], text))
        self.context.add(
            "values-of-another-column",
            index=self._column,
            value=value,
            belongs=heading,
            count=f"{number:,}",
        )

    def _is_foreign(self, value: str) -> bool:
        words = [fold(word) for word in _BETWEEN.split(value) if word]
        return bool(words) and words[0] in self._words
