"""Rows that stand in the table twice, cell for cell."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import ROW_HASH, TableRule
from ckanext.kanazawa.lib.tables.check.rules.seen import Seen
from ckanext.kanazawa.lib.tables.table import ROW


class DuplicateRows(TableRule):
    """No row is the same as an earlier one in every cell."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._seen = Seen()

    def see(self, frame: pl.DataFrame) -> None:
        """Look the rows up among the earlier ones."""
        found = self._seen.repeated(frame[ROW_HASH], frame[ROW])
        twice = frame.select(ROW)[found["place"]].with_columns(found["first"])
        self.report(twice, "duplicate-row", None, {"first": "first"})
