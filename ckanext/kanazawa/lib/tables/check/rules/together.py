"""Columns that are filled together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw


class Together(TableRule):
    """Where one of these columns is filled, all are."""

    name = "together"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._columns = context.indexes(rule["columns"])
        self.reads = tuple(self._columns)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need at least two of the columns; a missing column is reported once, not per row."""
        return len(context.indexes(rule["columns"])) > 1

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark each column where it is empty and another is not."""
        is_any = pl.any_horizontal(raw(index).is_not_null() for index in self._columns)
        return tuple(
            (raw(index).is_null() & is_any).alias(self.mark(str(index))) for index in self._columns
        )

    def see(self, frame: pl.DataFrame) -> None:
        """Report the empty cell, and which columns belong together."""
        names = "、".join(self.context.heading(index) for index in self._columns)
        for index in self._columns:
            self.report(self.faulty(frame, str(index)), "missing-partner", index, names=names)
