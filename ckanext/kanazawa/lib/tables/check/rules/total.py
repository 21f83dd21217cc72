"""Totals that are not the sum of their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean


class Total(TableRule):
    """A total equals the sum of its parts, or is no less than those that are given."""

    name = "sum"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._parts = context.indexes(rule["parts"])
        self._is_whole = len(self._parts) == len(rule["parts"])
        self._total = context.indexes([rule["total"]])[0]
        self.reads = (self._total, *self._parts)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need the total and at least one part."""
        return context.index(rule["total"]) is not None and bool(context.indexes(rule["parts"]))

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Add the parts; where some are missing, the total may be larger."""
        numbers = [clean(index).cast(pl.Float64, strict=False) for index in self._parts]
        total = clean(self._total).cast(pl.Float64, strict=False)
        added = pl.sum_horizontal(numbers)
        is_full = pl.all_horizontal(number.is_not_null() for number in numbers)
        if not self._is_whole:
            is_full = pl.lit(value=False)
        differs = pl.when(is_full).then((total - added).abs() > 1e-6).otherwise(added > total)
        return (differs.alias(self.mark("differs")), _text(added).alias(self.mark("added")))

    def see(self, frame: pl.DataFrame) -> None:
        """Report the total found, and the sum of the parts."""
        parts = [self.context.heading(index) for index in self._parts]
        named = "、".join(parts[:3]) + ("…" if len(parts) > 3 else "")
        wrong = self.faulty(frame, "differs")
        self.report(wrong, "sum-differs", self._total, {"added": self.mark("added")}, parts=named)


def _text(number: pl.Expr) -> pl.Expr:
    """Write 12.0 as 12."""
    return number.cast(pl.String).str.strip_suffix(".0")
