"""Rows whose name is a note: ※ and a sentence where a thing should be named."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw

# A lone ※ is a mark whose meaning is told elsewhere.
_NOTE = r"^[\s　]*※[\s　]*\S.{3}"
# Filled cells from which a row is no mere note, which other rules and the reading tell.
_LEAST_FILLED = 3


class NoteNames(TableRule):
    """The first column with text names what a row is about."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        names = [c.index for c in context.columns if c.is_known and c.field.name == "名称"]
        self._index = names[0] if names else 0

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark rows that begin with a note."""
        if not self.context.columns:
            return ()
        return (raw(self._index).str.contains(_NOTE).alias(self.mark("note")),)

    def see(self, frame: pl.DataFrame) -> None:
        """Report those that hold other values, too."""
        if not self.context.columns:
            return
        notes = self.faulty(frame, "note")
        cells = [raw(column.index).is_not_null() for column in self.context.columns]
        self.report(
            notes.filter(pl.sum_horizontal(cells) >= _LEAST_FILLED), "note-as-name", self._index
        )
