"""Check the cells of one column: a fast test of all, a close look at the others' values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Collector, Fault
from ckanext.kanazawa.lib.tables.findings import Severity
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import is_doubtful
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.tables.table import column_name
from ckanext.kanazawa.lib.tables.verdicts import Looks


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
        awaited: those of them that the rule wants to hear of: `told` fills for it to empty.
        told: row, value and what is wrong with it, of each cell with one of these.

    Args:
        looks: at its cells.
        foreign_looks: at those of them that belong under another heading.
        is_repaired: the table is repaired next.
    """

    def __init__(
        self,
        index: int,
        heading: str,
        field: Field | None,
        looks: Looks,
        foreign_looks: Looks,
        *,
        is_repaired: bool,
    ):
        self.index = index
        self.heading = heading
        self.is_known = field is not None
        self.field = looks.field
        self.empty = 0
        self.handed_over: frozenset[str] = frozenset()
        self.awaited: frozenset[str] = frozenset()
        self.told: list[tuple[int, str, Diagnosis]] = []
        self._looks = looks
        self._foreign_looks = foreign_looks
        self._is_repaired = is_repaired

    @property
    def name(self) -> str:
        """Return the column's name in frames."""
        return column_name(self.index)

    def suspicious(self) -> pl.Expr:
        """Return an expression, true where a cell needs a closer look."""
        return is_doubtful(pl.col(self.name), self.field).alias(self.name)

    def repaired(self, value: str) -> str | None:
        """Return what all repairs of a value make of it, "" for nothing; None without any."""
        return _after(self._looks.at(value))

    def look(
        self,
        cells: pl.Series,
        rows: pl.Series,
        suspicious: pl.Series,
        collector: Collector,
        *,
        is_foreign: bool = False,
    ) -> Mapping[str, str]:
        """Count and keep the findings of a block's suspicious cells.

        Args:
            cells: of the column.
            rows: their numbers.
            suspicious: which of them to look at.
            collector: told the findings.
            is_foreign: they belong under another heading.

        Returns:
            What the repairs make of the values that have some.
        """
        values = cells.filter(suspicious).to_list()
        if not values:
            return {}
        looks = self._foreign_looks if is_foreign else self._looks
        counts: Counter[tuple[str, Severity | None, str | None]] = Counter()
        faulty: dict[str, tuple[Diagnosis, ...]] = {}
        repaired: dict[str, str] = {}
        awaited: dict[str, Diagnosis] = {}
        for value, number in Counter(values).items():
            # What stands in one cell is hardly met again, unless for repairing it.
            found = looks.at(value, again=self._is_repaired or number > 1)
            if (after := _after(found)) is not None:
                repaired[value] = after
            if self.handed_over:
                awaited.update((value, one) for one in found if one.code in self.awaited)
                found = tuple(one for one in found if one.code not in self.handed_over)
            if found:
                faulty[value] = found
            for one in found:
                counts[one.code, one.severity, one.repair] += number
        for (code, severity, repair), number in counts.items():
            collector.count(Fault(code, severity, repair), self.index, number)
        where = rows.filter(suspicious)
        if awaited:
            pairs = zip(where.to_list(), values, strict=True)
            self.told += [(row, one, awaited[one]) for row, one in pairs if one in awaited]
        self._list(values, where, faulty, collector)
        return repaired

    def _list(
        self,
        values: list[str],
        rows: pl.Series,
        faulty: dict[str, tuple[Diagnosis, ...]],
        collector: Collector,
    ) -> None:
        """Keep the first rows of each code, and stop where no code has room any more."""
        codes = {one.code for found in faulty.values() for one in found}
        rooms = {code: collector.room(code, self.index) for code in codes}
        rooms = {code: room for code, room in rooms.items() if room > 0}
        if not rooms:
            return
        for row, value in zip(rows.to_list(), values, strict=True):
            for one in faulty.get(value, ()):
                if one.code in rooms:
                    collector.keep(one, self.index, [(row, value)])
                    rooms[one.code] -= 1
                    if not rooms[one.code]:
                        del rooms[one.code]
            if not rooms:
                return


def _after(found: tuple[Diagnosis, ...]) -> str | None:
    """Return what the repairs of a value make of it, None without any."""
    repaired = [one.repaired for one in found if one.repaired is not None]
    return repaired[-1] if repaired else None


def with_repairs(
    cells: pl.Series, suspicious: pl.Series, repaired: Mapping[str, str], places: pl.Series
) -> pl.Series:
    """Return a column with the cells of these values repaired; "" becomes an empty cell.

    Args:
        cells: of the column.
        suspicious: where values may have repairs.
        repaired: value → what repairs make of it.
        places: 0, 1, 2, ...; one for each cell.
    """
    if not repaired:
        return cells
    values = cells.filter(suspicious).to_list()
    after = [repaired.get(value, value) or None for value in values]
    # Writing to the few places is much faster than looking every cell up.
    return cells.clone().scatter(places.filter(suspicious), pl.Series(after, dtype=pl.String))
