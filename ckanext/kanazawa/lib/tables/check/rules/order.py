"""What ends before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean
from ckanext.kanazawa.lib.tables.table import column_name

_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}.*)?$"
_TIME = r"^[0-9]{2}:[0-9]{2}$"
# What begins after noon and ends before dawn has passed midnight.
_NOON, _DAWN = "12:00", "05:00"


class Order(TableRule):
    """A date or time stands no later than the one it is paired with.

    Only well-formed values are compared, as text: 2026-04-01 and 09:00 sort as they read.
    Times past midnight are right where the rule says `over_midnight`; where it names `dates`,
    too, only on rows of several days, and from an afternoon into the night.
    """

    name = "order"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        first, then = context.indexes([rule["first"], rule["then"]])
        self._pair = (first, then)
        self._over_midnight = bool(rule.get("over_midnight"))
        # The first day, and the last where the file has it.
        self._day, self._last_day = map(context.index, rule.get("dates", (None, None)))
        days = (day for day in (self._day, self._last_day) if day is not None)
        self.reads = (*self._pair, *days)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need both columns."""
        return len(context.indexes([rule["first"], rule["then"]])) == 2

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Compare dates with dates and times with times."""
        first, then = (clean(index) for index in self._pair)
        is_late = first > then
        dates = is_late & first.str.contains(_DATE) & then.str.contains(_DATE)
        times = is_late & first.str.contains(_TIME) & then.str.contains(_TIME)
        if self._over_midnight:
            times &= self._on_one_day() & ~((first >= _NOON) & (then <= _DAWN))
        return (dates.alias(self.mark("date")), times.alias(self.mark("time")))

    def _on_one_day(self) -> pl.Expr:
        """Say so of rows whose last day is the first, or is not written."""
        if self._day is None:
            return pl.lit(value=False)
        day = clean(self._day)
        one = day.str.contains(_DATE)
        if self._last_day is None:
            return one
        last = clean(self._last_day).fill_null("")
        return one & ((last == "") | (last == day))

    def see(self, frame: pl.DataFrame) -> None:
        """Report both values of each pair."""
        first, then = self._pair
        heading = self.context.heading(first)
        for mark, code in (("date", "end-date-before-start"), ("time", "end-time-before-start")):
            late = self.faulty(frame, mark)
            self.report(late, code, then, {"start": column_name(first)}, first=heading)
