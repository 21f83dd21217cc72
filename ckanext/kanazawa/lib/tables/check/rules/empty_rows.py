"""Rows that look filled and hold no value."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule

CODE, REPAIR = "row-without-values", "drop-empty-rows"


class EmptyRows(TableRule):
    """Every row has a value that is more than spaces, a dash, or a word for nothing."""

    def suspect(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> None:
        """Look closely at rows all of whose cells are suspicious or empty."""
        # Column by column, since hardly any row is left after two.
        likely = pl.repeat(value=True, n=frame.height, dtype=pl.Boolean, eager=True)
        for column in self.context.columns:
            likely &= suspicious[column.name] | frame[column.name].is_null()
            if not likely.any():
                return
        for row, *cells in frame.filter(likely).iter_rows():
            self._look(row, cells)

    def _look(self, row: int, cells: list[str | None]) -> None:
        columns = zip(self.context.columns, cells, strict=True)
        filled = [(column, cell) for column, cell in columns if cell is not None]
        if filled and all(column.repaired(cell) == "" for column, cell in filled):
            column, cell = filled[0]
            fault = Fault(CODE, repair=REPAIR)
            self.context.collector.add(fault, index=column.index, row=row, value=cell)
