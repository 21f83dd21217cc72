"""Ids that stand in more than one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean
from ckanext.kanazawa.lib.tables.check.rules.seen import Seen
from ckanext.kanazawa.lib.tables.table import ROW


class Unique(TableRule):
    """Each combination of these columns stands in one row only; empty ones are no matter."""

    name = "unique"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self.reads = tuple(context.indexes(rule["columns"]))
        self._seen = Seen()

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need every column: part of a key may well repeat."""
        return len(context.indexes(rule["columns"])) == len(rule["columns"])

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Hash the key of each row."""
        key = pl.struct(clean(index) for index in self.reads).hash()
        is_full = pl.all_horizontal(clean(index).is_not_null() for index in self.reads)
        return (pl.when(is_full).then(key).alias(self.mark("key")),)

    def see(self, frame: pl.DataFrame) -> None:
        """Look the keys up among those of earlier rows."""
        keys = frame.select(ROW, pl.col(self.mark("key")).alias("key")).with_row_index("place")
        full = keys.drop_nulls()
        if not full.height:
            return
        found = self._seen.repeated(full["key"], full[ROW])
        twice = frame[full["place"].gather(found["place"])].with_columns(found["first"])
        self.report(twice, "duplicate-id", self.reads[-1], {"first": "first"})
