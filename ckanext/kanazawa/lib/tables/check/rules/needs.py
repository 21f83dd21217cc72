"""Values that call for a value elsewhere in the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean, raw
from ckanext.kanazawa.lib.tables.table import column_name


class Needs(TableRule):
    """Where a column is filled (or holds one of some values), another is filled."""

    name = "needs"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._column, self._needed = context.indexes([rule["column"], rule["needs"]])
        self._values = rule.get("values")
        self.reads = (self._column, self._needed)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need both columns."""
        return len(context.indexes([rule["column"], rule["needs"]])) == 2

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark rows that call for the other column and do not fill it."""
        cells = clean(self._column)
        calls = cells.is_not_null() if self._values is None else cells.is_in(self._values)
        return ((calls & raw(self._needed).is_null()).alias(self.mark("lacks")),)

    def see(self, frame: pl.DataFrame) -> None:
        """Report the empty cell, and what calls for it."""
        heading = self.context.heading(self._column)
        lacking = self.faulty(frame, "lacks")
        causes = {"cause": column_name(self._column)}
        self.report(lacking, "needed-value-missing", self._needed, causes, needing=heading)
