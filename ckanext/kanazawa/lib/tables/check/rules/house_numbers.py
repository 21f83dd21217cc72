"""House numbers that became days, as house number and whole address of a row tell together."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ckanext.kanazawa.lib.tables.check.addresses import address_columns, confirmed
from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import clean_name
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.tables.kinds.house_numbers import DAY, SERIAL, restored
from ckanext.kanazawa.lib.tables.table import ROW, column_name

_CODES = frozenset((DAY, SERIAL))


class HouseNumbers:
    """Gathers what single cells tell of days, and adds what their rows make certain.

    A part of the rule on addresses. What cells tell is handed over to it, so that no cell is
    told of twice.
    """

    def __init__(self, context: Context):
        self._context = context
        self._columns = address_columns(context.recognition)
        # (row, column) → value as written, and what is wrong with it.
        self._found: dict[tuple[int, int], tuple[str, Diagnosis]] = {}
        if self._columns is not None:
            for index in (self._columns.house, self._columns.joined):
                context.columns[index].handed_over |= _CODES
                context.columns[index].awaited |= _CODES

    @property
    def index(self) -> int | None:
        """Return the column of house numbers, None where nothing can be told by rows."""
        return None if self._columns is None else self._columns.house

    def hear(self, frame: pl.DataFrame) -> None:
        """Note what the cells of a block tell alone."""
        if self._columns is None:
            return
        for index in (self._columns.house, self._columns.joined):
            column = self._context.columns[index]
            for row, value, one in column.told:
                self._found[row, index] = (value, one)
            column.told.clear()
        self._forget_numbers(frame, self._columns.house, self._columns.joined)

    def _forget_numbers(self, frame: pl.DataFrame, house: int, joined: int) -> None:
        """Forget figures like those of a day that the whole address has, too."""
        rows = [row for (row, _), (_, one) in self._found.items() if one.code == SERIAL]
        if not rows:
            return
        name = clean_name(joined)
        cells = frame.select(ROW, name).filter(pl.col(ROW).is_in(rows))
        for row, address in cells.iter_rows():
            if self._found[row, house][0].strip() in (address or ""):
                del self._found[row, house]

    def explained(self, wrong: pl.DataFrame) -> list[int]:
        """Return the rows, of those whose address lacks the house number, that a day explains.

        Args:
            wrong: as the rule on addresses sees it.
        """
        columns = self._columns
        if columns is None:
            return []
        names = [clean_name(index) for index in (columns.joined, *columns.parts)]
        written = [column_name(columns.house), column_name(columns.joined)]
        rows: list[int] = []
        for row, house, address, joined, *parts in wrong.select(
            ROW, *written, *(pl.col(name).alias(f"_{name}") for name in names)
        ).iter_rows():
            sure = confirmed(joined, parts)
            if sure is not None:
                self._make_sure(row, sure, (house, address), (parts[-1], joined))
            if self._days(row, (columns.house, columns.joined)):
                rows.append(row)
        return rows

    def _make_sure(
        self,
        row: int,
        sure: tuple[str, str],
        written: tuple[str, str],
        now: tuple[str, str],
    ) -> None:
        """Note what house number and address of a row should be, where they differ from it."""
        if self._columns is None:
            return
        indexes = (self._columns.house, self._columns.joined)
        others = tuple(self._context.heading(index) for index in reversed(indexes))
        for index, after, value, before, other in zip(
            indexes, sure, written, now, others, strict=True
        ):
            if after != before:
                self._found[row, index] = (value, restored(after, sure[0], other))

    def _days(self, row: int, indexes: Iterable[int]) -> bool:
        found = [self._found.get((row, index)) for index in indexes]
        return any(one is not None and one[1].code == DAY for one in found)

    def report(self) -> None:
        """Report what was found in a block."""
        for (row, index), (value, one) in self._found.items():
            fault = Fault(one.code, one.severity, one.repair, one.repaired, one.params)
            self._context.collector.add(fault, index=index, row=row, value=value)
        self._found.clear()
