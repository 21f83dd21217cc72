"""Codes that lost their leading zeros."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.table import ROW

_CODE_HEADING = re.compile("コード|番号|code|^NO$|^ID$|_ID$", re.IGNORECASE)
_NO_CODE = re.compile("電話|内線|FAX|ファクス|携帯|階", re.IGNORECASE)
# Kinds that do not check the length themselves.
_OWN = frozenset(("text", "multiline", "identifier"))
# A code of fixed length has most of its values in that length; counted numbers spread.
_SHARE = 0.7
_FEW = 10


class LostZeros(TableRule):
    """Codes of one column are of one length; some one digit shorter have lost a zero."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._columns = [
            column.index
            for column in context.columns
            if column.field.kind in _OWN
            and _CODE_HEADING.search(column.heading)
            and not _NO_CODE.search(column.heading)
        ]
        self._lengths: dict[int, Counter[int]] = {index: Counter() for index in self._columns}
        self._zeros: Counter[int] = Counter()
        self._others: Counter[int] = Counter()
        self._short: dict[int, dict[int, tuple[int, str]]] = {index: {} for index in self._columns}

    def see(self, frame: pl.DataFrame) -> None:
        """Count the lengths of figures."""
        for index in self._columns:
            cells = frame.select(ROW, raw(index).alias("cell")).drop_nulls()
            is_figure = pl.col("cell").str.contains("^[0-9]{2,20}$")
            figures = cells.filter(is_figure)
            self._others[index] += cells.height - figures.height
            self._zeros[index] += figures.filter(pl.col("cell").str.starts_with("0")).height
            by_length = figures.group_by(pl.col("cell").str.len_bytes().alias("length")).agg(
                pl.len(), pl.col(ROW).first(), pl.col("cell").first()
            )
            for length, number, row, value in by_length.iter_rows():
                self._lengths[index][length] += number
                self._short[index].setdefault(length, (row, value))

    def finish(self) -> None:
        """Report columns whose shorter codes are one or two digits short."""
        for index, lengths in self._lengths.items():
            if lengths.total() < _FEW or self._others[index] > lengths.total() / 10:
                continue
            usual, number = lengths.most_common(1)[0]
            shorter = sum(lengths[length] for length in (usual - 1, usual - 2))
            if number < _SHARE * lengths.total() or not shorter or usual < 4:
                continue
            if number + shorter != lengths.total() or not self._has_gap(index, usual):
                continue
            row, value = self._short[index].get(usual - 1) or self._short[index][usual - 2]
            self.context.add(
                "leading-zeros-uneven", index=index, row=row, value=value,
                length=usual, shorter=f"{shorter:,}",
            )  # fmt: skip

    def _has_gap(self, index: int, usual: int) -> bool:
        """Numbers that were counted on from 1 begin short, too; codes do not."""
        first_usual = self._short[index][usual][0]
        shorts = [self._short[index][length][0] for length in (usual - 1, usual - 2)
                  if length in self._short[index]]  # fmt: skip
        return self._zeros[index] > 0 or min(shorts) > first_usual
