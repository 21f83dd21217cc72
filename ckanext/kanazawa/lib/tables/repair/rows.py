"""Rows that hold no data: empty ones, totals, notes. Shared with the rules that find them."""

from __future__ import annotations

import functools
import operator

import polars as pl

from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.table import ROW

# `\s` covers the full-width space too.
_TOTAL = r"^\s*(?:総\s*計|総合計|合\s*計|小\s*計|計|[Tt]otal|TOTAL)\s*$"
_FIGURE = r"^\s*[-+0-9０-９.,，．]*\s*$"
_NOTE = (
    r"^\s*(?:※|＊|\*|[(（\[【]?注[)）\]】0-9０-９:：\s]|注意[:：]|備考[:：]|出典|資料[:：]|作成[:：日者]"
    r"|更新日|最終更新|(?:令和|平成|[0-9０-９]{4}年).{0,12}(?:現在|時点)\s*$)"
)
# Narrower tables may well have a row with one cell.
_NOTE_WIDTH = 3


def is_empty_row(names: list[str]) -> pl.Expr:
    """Return an expression that is true for rows with nothing but spaces in them."""
    return pl.all_horizontal(_is_blank(name) for name in names)


def is_total_row(names: list[str]) -> pl.Expr:
    """Return an expression that is true for rows of a word for total and otherwise figures."""
    cells = [pl.col(name) for name in names]
    words = [cell.str.contains(_TOTAL).fill_null(value=False) for cell in cells]
    figures = [cell.str.contains(_FIGURE).fill_null(value=True) for cell in cells]
    rest = pl.all_horizontal(word | figure for word, figure in zip(words, figures, strict=True))
    return pl.any_horizontal(words) & rest


def is_note_row(names: list[str]) -> pl.Expr:
    """Return an expression that is true for rows with one cell, which holds a note."""
    if len(names) < _NOTE_WIDTH:
        return pl.lit(value=False)
    filled = functools.reduce(operator.add, [(~_is_blank(name)).cast(pl.UInt32) for name in names])
    notes = [pl.col(name).str.contains(_NOTE).fill_null(value=False) for name in names]
    return (filled == 1) & pl.any_horizontal(notes)


def _is_blank(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars() == "").fill_null(value=True)


# Repair → what it drops.
DROPPED = {
    "drop-empty-rows": is_empty_row,
    "drop-total-rows": is_total_row,
    "drop-note-rows": is_note_row,
}


class RowDrop:
    """Drop the rows one repair means."""

    def __init__(self, repair: str):
        self.repair = repair

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block without those rows, noting each."""
        names = [name for name in frame.columns if name != ROW]
        dropped = frame.select(DROPPED[self.repair](names).alias("dropped"))["dropped"]
        if not dropped.any():
            return frame
        changes.count(self.repair, None, int(dropped.sum()))
        for row, *cells in frame.filter(dropped).head(changes.room(self.repair)).iter_rows():
            before = " | ".join(cell.strip() for cell in cells if cell and cell.strip())
            changes.show(Change(row, None, None, before, None, self.repair))
        return frame.filter(~dropped)
