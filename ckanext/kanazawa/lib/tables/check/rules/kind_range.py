"""Numbers that what they count does not have: a storey 0, a hill of 9,999 metres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean
from ckanext.kanazawa.lib.tables.kinds.number import range_words


class KindRange(TableRule):
    """A number lies in the range of its kind, which another column names.

    The ranges, and why they are these, stand in the code list of that column.
    """

    name = "range"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._column, self._by = context.indexes([rule["column"], rule["by"]])
        self._field = context.columns[self._column].field
        self._kinds = _ranged(context.columns[self._by].field.choices)
        self.reads = (self._column, self._by)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need both columns, and a list with ranges."""
        indexes = context.indexes([rule["column"], rule["by"]])
        return len(indexes) == 2 and bool(_ranged(context.columns[indexes[1]].field.choices))

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark numbers that not every kind allows, which is quickly told."""
        numbers = clean(self._column).cast(pl.Float64, strict=False)
        lows = [kind.extra["minimum"] for kind in self._kinds if "minimum" in kind.extra]
        highs = [kind.extra["maximum"] for kind in self._kinds if "maximum" in kind.extra]
        never = [one for kind in self._kinds for one in kind.extra.get("never", ())]
        narrowest = {
            "minimum": max(lows, default=None),
            "maximum": min(highs, default=None),
            "never": never,
        }
        return ((~_is_within(numbers, narrowest)).alias(self.mark("doubtful")),)

    def see(self, frame: pl.DataFrame) -> None:
        """Report those outside the range of their own kind, with the reason of that range."""
        doubtful = self.faulty(frame, "doubtful")
        if not doubtful.height:
            return
        numbers = clean(self._column).cast(pl.Float64, strict=False)
        # What no kind allows is told of the cell already.
        limits = {"minimum": self._field.minimum, "maximum": self._field.maximum}
        doubtful = doubtful.filter(_is_within(numbers, limits))
        if not doubtful.height:
            return
        heading = self.context.heading(self._by)
        for kind in self._kinds:
            of_kind = clean(self._by) == kind.value
            outside = doubtful.filter(of_kind, ~_is_within(numbers, kind.extra))
            if outside.height:
                self._tell(outside, kind, heading)

    def _tell(self, outside: pl.DataFrame, kind: Choice, heading: str) -> None:
        self.report(
            outside,
            "number-unlike-its-kind",
            self._column,
            source=kind.extra.get("basis"),
            by=heading,
            kind=kind.label,
            allowed=_allowed(kind.extra),
            reason=kind.extra.get("reason", ""),
        )


def _ranged(choices: str | None) -> tuple[Choice, ...]:
    """Return the values of a list that say how large or small numbers of them are."""
    entries = load_choices(choices).values() if choices else ()
    keys = {"minimum", "maximum", "never"}
    return tuple(choice for choice in entries if not keys.isdisjoint(choice.extra))


def _is_within(numbers: pl.Expr, limits: Mapping[str, Any]) -> pl.Expr:
    """Say whether a number lies in a range; null for no number."""
    within = pl.lit(value=True)
    if limits.get("minimum") is not None:
        within &= numbers >= limits["minimum"]
    if limits.get("maximum") is not None:
        within &= numbers <= limits["maximum"]
    if limits.get("never"):
        for one in limits["never"]:
            within &= numbers != one
    return within


def _allowed(limits: Mapping[str, Any]) -> dict[str, str]:
    """Return the range in words: {"ja": "-10以上70以下（0 を除く）", "en": ...}."""
    words = range_words(limits.get("minimum"), limits.get("maximum"))
    never = [f"{one:g}" for one in limits.get("never", ())]
    if not never:
        return words
    return {
        "ja": f"{words['ja']}（{'、'.join(never)} を除く）",
        "en": f"{words['en']} (but not {', '.join(never)})",
    }
