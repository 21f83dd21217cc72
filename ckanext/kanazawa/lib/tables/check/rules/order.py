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


class Order(TableRule):
    """A date or time stands no later than the one it is paired with.

    Only well-formed values are compared, as text: 2026-04-01 and 09:00 sort as they read.
    Times past midnight are right where the rule says `over_midnight`.
    """

    name = "order"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        first, then = context.indexes([rule["first"], rule["then"]])
        self.reads = (first, then)
        self._over_midnight = bool(rule.get("over_midnight"))

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need both columns."""
        return len(context.indexes([rule["first"], rule["then"]])) == 2

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Compare dates with dates and times with times."""
        first, then = (clean(index) for index in self.reads)
        is_late = first > then
        dates = is_late & first.str.contains(_DATE) & then.str.contains(_DATE)
        times = is_late & first.str.contains(_TIME) & then.str.contains(_TIME)
        if self._over_midnight:
            times = pl.lit(value=False)
        return (dates.alias(self.mark("date")), times.alias(self.mark("time")))

    def see(self, frame: pl.DataFrame) -> None:
        """Report both values of each pair."""
        first, then = self.reads
        heading = self.context.heading(first)
        for mark, code in (("date", "end-date-before-start"), ("time", "end-time-before-start")):
            late = self.faulty(frame, mark)
            self.report(late, code, then, {"start": column_name(first)}, first=heading)
