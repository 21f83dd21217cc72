"""Rows that stand in the table twice, cell for cell."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule
from ckanext.kanazawa.lib.tables.check.rules.seen import Seen
from ckanext.kanazawa.lib.tables.table import ROW, column_name


class DuplicateRows(TableRule):
    """No row is the same as an earlier one in every cell."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._cells = [column_name(column.index) for column in context.columns]
        self._seen = Seen()

    def see(self, frame: pl.DataFrame) -> None:
        """Look the rows up among the earlier ones."""
        hashes = frame.select(self._cells).hash_rows()
        first = self._seen.first_rows(hashes, frame[ROW])
        twice = frame.with_columns(first.alias("first")).filter(pl.col("first").is_not_null())
        self.report(twice, "duplicate-row", None, {"first": "first"})
