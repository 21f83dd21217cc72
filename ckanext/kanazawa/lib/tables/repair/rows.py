"""Drop rows that hold no data: empty ones, totals, notes. What they are, the checks say."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

import polars as pl

from ckanext.kanazawa.lib.tables.check.rules.trailing import trailing_row
from ckanext.kanazawa.lib.tables.read.words import is_note
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.table import ROW

EMPTY, TOTALS, NOTES = "drop-empty-rows", "drop-total-rows", "drop-note-rows"
DROPPED = (EMPTY, TOTALS, NOTES)
# Rows with more filled cells are no notes.
_FEW = 2
# Cells that may hold the word for a total; a first, fast look.
_TOTAL = r"計|総数|[Tt]otal|TOTAL"


class RowDrop:
    """Drop the rows one repair means."""

    def __init__(self, repair: str):
        self.repair = repair

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block without those rows, noting each."""
        names = [name for name in frame.columns if name != ROW]
        rows = self._rows(frame, names)
        if not rows:
            return frame
        changes.count(self.repair, None, len(rows))
        dropped = frame.filter(pl.col(ROW).is_in(rows))
        for row, *cells in dropped.head(changes.room(self.repair)).iter_rows():
            before = " | ".join(cell.strip() for cell in cells if cell and cell.strip())
            changes.show(Change(row, None, None, before, None, self.repair))
        return frame.filter(~pl.col(ROW).is_in(rows))

    def _rows(self, frame: pl.DataFrame, names: Sequence[str]) -> list[int]:
        """Return the numbers of the rows to drop."""
        blank = [_is_blank(name) for name in names]
        if self.repair == EMPTY:
            return frame.filter(pl.all_horizontal(blank))[ROW].to_list()
        if self.repair == TOTALS:
            likely = pl.any_horizontal(pl.col(name).str.contains(_TOTAL) for name in names)
        else:
            filled = functools.reduce(operator.add, [(~cell).cast(pl.UInt32) for cell in blank])
            likely = filled.is_between(1, _FEW)
        return [
            row
            for row, *cells in frame.filter(likely).iter_rows()
            if self._is_meant([cell for cell in cells if cell], len(names))
        ]

    def _is_meant(self, filled: list[str], width: int) -> bool:
        """Look closely at one row."""
        if width <= _FEW:
            return False
        if self.repair == NOTES and len(filled) == 1 and is_note(filled[0]):
            return True
        found = trailing_row(filled, width)
        return found is not None and (found[0] == "total-row") == (self.repair == TOTALS)


def _is_blank(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars() == "").fill_null(value=True)
