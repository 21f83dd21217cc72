"""Values in columns without a heading."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.table import ROW


class HeadlessColumns(TableRule):
    """Every column that holds values has a heading."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._columns = [column.index for column in context.columns if not column.heading.strip()]
        self._filled: dict[int, tuple[int, int, str]] = {}

    def see(self, frame: pl.DataFrame) -> None:
        """Count the values, and remember the first one."""
        for index in self._columns:
            filled = frame.filter(raw(index).is_not_null()).select(ROW, raw(index))
            if filled.height:
                number, row, value = self._filled.get(index, (0, *filled.row(0)))
                self._filled[index] = (number + filled.height, row, value)

    def finish(self) -> None:
        """Report each such column once."""
        for index, (number, row, value) in self._filled.items():
            self.context.add(
                "column-without-heading", index=index, row=row, value=value, cells=f"{number:,}"
            )
