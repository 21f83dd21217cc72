"""Check the cells of one column: a fast test of all, a close look at the others' values."""

from __future__ import annotations

from collections import Counter

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Collector, Fault
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import is_right, look
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.table import column_name

# Values whose diagnosis is remembered; a column of ever new faulty values starts afresh.
REMEMBERED = 50_000


def unknown_field(heading: str) -> Field:
    """Return the field of a column that is no part of a format: any lines may stand there."""
    title = {"ja": heading, "en": heading}
    return Field(heading, title, "", "multiline", "string", "optional", "unknown", title)


class Column:
    """One column while it is checked.

    Attributes:
        index: 0-based.
        field: of the format, or that of an unknown column.
        is_known: the column belongs to the format.
        empty: empty cells so far.
        handed_over: codes that a rule on several columns reports instead.
    """

    def __init__(self, index: int, heading: str, field: Field | None, setting: Setting):
        self.index = index
        self.heading = heading
        self.is_known = field is not None
        self.field = field or unknown_field(heading)
        self.empty = 0
        self.handed_over: frozenset[str] = frozenset()
        self._setting = setting
        self._memo: dict[str, tuple[tuple[Fault, ...], str | None]] = {}

    @property
    def name(self) -> str:
        """Return the column's name in frames."""
        return column_name(self.index)

    def suspicious(self) -> pl.Expr:
        """Return an expression, true where a cell needs a closer look."""
        cells = pl.col(self.name)
        right = is_right(cells, self.field).fill_null(value=True)
        return (~right & cells.is_not_null()).alias(self.name)

    def look(
        self, cells: pl.Series, rows: pl.Series, suspicious: pl.Series, collector: Collector
    ) -> dict[str, str]:
        """Count and keep the findings of a block's suspicious cells.

        Returns:
            Faulty value → what it would be repaired to; without those nobody can repair.
        """
        if not suspicious.any():
            return {}
        values = cells.filter(suspicious).to_list()
        counts = Counter(values)
        wanted: dict[str, tuple[Fault, ...]] = {}
        replaced: dict[str, str] = {}
        for value, number in counts.items():
            faults, repaired = self._faults(value)
            if not faults:
                continue
            wanted[value] = faults
            if repaired is not None:
                replaced[value] = repaired
            for fault in faults:
                collector.count(fault, self.index, number)
        self._list(values, rows, suspicious, wanted, collector)
        return replaced

    def _list(
        self,
        values: list[str],
        rows: pl.Series,
        suspicious: pl.Series,
        wanted: dict[str, tuple[Fault, ...]],
        collector: Collector,
    ) -> None:
        """Keep the first rows of each code, and stop where no code has room any more."""
        rooms = {fault.code: 0 for faults in wanted.values() for fault in faults}
        rooms = {code: collector.room(code, self.index) for code in rooms}
        rooms = {code: room for code, room in rooms.items() if room > 0}
        if not rooms:
            return
        for row, value in zip(rows.filter(suspicious).to_list(), values, strict=True):
            for fault in wanted.get(value, ()):
                if fault.code in rooms:
                    collector.keep(fault, self.index, [(row, value)])
                    rooms[fault.code] -= 1
                    if not rooms[fault.code]:
                        del rooms[fault.code]
            if not rooms:
                return

    def _faults(self, value: str) -> tuple[tuple[Fault, ...], str | None]:
        """Return the faults of a value and what its repairs make of it, None without any."""
        known = self._memo.get(value)
        if known is None:
            if len(self._memo) >= REMEMBERED:
                self._memo.clear()
            known = self._memo[value] = self._looked_at(value)
        return known

    def _looked_at(self, value: str) -> tuple[tuple[Fault, ...], str | None]:
        found = look(value, self.field, self._setting)
        faults = tuple(_fault(one) for one in found if one.code not in self.handed_over)
        repaired = [one.repaired for one in found if one.repaired is not None]
        return faults, repaired[-1] if repaired else None


def _fault(diagnosis: Diagnosis) -> Fault:
    return Fault(
        diagnosis.code,
        diagnosis.severity,  # pyright: ignore[reportArgumentType] a Severity or None
        diagnosis.repair,
        diagnosis.repaired,
        diagnosis.params,
    )
