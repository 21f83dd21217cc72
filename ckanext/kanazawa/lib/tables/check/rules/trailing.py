"""Rows that are no data: totals anywhere; units, notes and version lines at the end."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule
from ckanext.kanazawa.lib.tables.table import ROW, column_name

# What stands below a table stands in its last rows.
_LAST_ROWS = 10
_WORD_COLUMNS = 6
_TOTAL_CELL = (
    r"^\s*(?:[(（【]?\s*(?:総\s*)?(?:合\s*)?(?:小\s*)?(?:累\s*)?計\s*[)）】]?|総数|[Tt]otal|TOTAL"
    r"|(?:合計|総計|小計|累計)[:：(（]?\s*[0-9０-９,，]+\s*\D{0,3}[)）]?|(?:全体|市|町|村|県|男女|年度?)\s*(?:合\s*)?計)\s*$"
)
_TOTAL = re.compile(_TOTAL_CELL)
_NOTE = re.compile(
    r"\s*(?:[※＊*]|注\s*[0-9０-９:：)）]|[(（]?注[)）]|注意|備考[:：]|出典|資料[:：]|凡例|作成[:：])"
)
_UNIT = re.compile(r"\s*[(（\[［【]?\s*単位\s*[:：／/]?.{0,12}")
_VERSION = re.compile(
    r".{0,20}(?:[0-9０-９元]{1,4}年.{0,12}(?:現在|時点|作成|更新|版)|第[0-9０-９.]+版|ver(?:sion)?\.?\s*[0-9]"
    r"|更新日|作成日|最終更新).{0,20}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9０-９,，.．%％\s-]+[^0-9０-９]{0,3}")

_REPAIRS = {
    "total-row": "drop-total-rows",
    "note-row": "drop-note-rows",
    "unit-row": "drop-note-rows",
    "version-row": "drop-note-rows",
}


class TrailingRows(TableRule):
    """The last rows are data like the others, and no row holds totals."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._cells = [column_name(column.index) for column in context.columns]
        self._last: pl.DataFrame | None = None
        self._rows = 0

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark rows that hold a word for total where words stand: in the first columns."""
        words = [pl.col(name).str.contains(_TOTAL_CELL) for name in self._cells[:_WORD_COLUMNS]]
        return (pl.any_horizontal(words).alias(self.mark("total")),)

    def see(self, frame: pl.DataFrame) -> None:
        """Report totals, and keep the last rows."""
        self._rows += frame.height
        rows = [ROW, *self._cells]
        for row, *cells in self.faulty(frame, "total").select(rows).iter_rows():
            self._report(row, cells, only="total-row")
        tail = frame.select(rows).tail(_LAST_ROWS)
        self._last = tail if self._last is None else pl.concat([self._last, tail]).tail(_LAST_ROWS)

    def finish(self) -> None:
        """Report the last rows that are no data, but not what reading noticed already."""
        if self._last is None or len(self._cells) < 2:
            return
        told = {finding.row for finding in self.context.table.late_findings()}
        # A table may be all notes: its first row is data, whatever it looks like.
        for row, *cells in self._last.tail(max(self._rows - 1, 0)).iter_rows():
            if row not in told:
                self._report(row, cells)

    def _report(self, row: int, cells: list[str | None], only: str | None = None) -> None:
        found = trailing_row([cell for cell in cells if cell], len(cells))
        if found is None or (found[0] == "total-row") != (only is not None):
            return
        code, value = found
        fault = Fault(code, repair=_REPAIRS[code])
        self.context.collector.add(fault, index=cells.index(value), row=row, value=value)


def trailing_row(filled: list[str], width: int) -> tuple[str, str] | None:
    """Say what a row is that is no data.

    Args:
        filled: its cells that are not empty.
        width: columns of the table.

    Returns:
        Code of the finding and the cell that gives it away; None for a row of data.
    """
    texts = [cell for cell in filled if not _NUMBER.fullmatch(cell)]
    if len(texts) == 1 and _TOTAL.match(texts[0]):
        return "total-row", texts[0]
    if len(filled) > 2 or len(filled) * 3 > width + 2 or not texts:
        return None
    first = filled[0]
    for code, shape in (("unit-row", _UNIT), ("version-row", _VERSION)):
        if shape.fullmatch(first.strip()):
            return code, first
    return ("note-row", first) if _NOTE.match(first) else None
