"""Addresses whose parts, or whose municipality's code, say something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.check.addresses import lacking, parts_of
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean, clean_name
from ckanext.kanazawa.lib.tables.check.rules.house_numbers import HouseNumbers
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.text.places import PREFECTURE, PREFECTURES


class Address(TableRule):
    """The joined address holds its parts in order, and the municipality its code names."""

    name = "address"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._joined = context.indexes([rule["joined"]])[0]
        self._parts = parts_of(context.recognition, rule["parts"])
        self._houses = HouseNumbers(context)
        self._code = context.index(rule.get("code"))
        # The code of the place is a municipality's; that of a publisher may be a prefecture's.
        field = None if self._code is None else context.columns[self._code].field
        self._is_place = field is not None and field.name.startswith("所在地")
        codes = () if self._code is None else (self._code,)
        self.reads = (self._joined, *self._parts, *codes)

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need the joined address, and a part or the code."""
        others = [*rule["parts"], rule.get("code")]
        has_others = any(context.index(name) is not None for name in others)
        return context.index(rule["joined"]) is not None and has_others

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Mark addresses that do not simply begin with their parts, or may lie elsewhere."""
        joined = clean(self._joined)
        parts = [clean(index).fill_null("") for index in self._parts]
        simple = joined.str.starts_with(pl.concat_str(parts)) if parts else pl.lit(value=True)
        marks = [(~simple).alias(self.mark("parts"))]
        if self._code is not None:
            marks.append((~_is_plainly_there(joined, clean(self._code))).alias(self.mark("code")))
        return tuple(marks)

    def see(self, frame: pl.DataFrame) -> None:
        """Compare what is not simply joined, spelling folded; report what is elsewhere."""
        self._houses.hear(frame)
        doubtful = self.faulty(frame, "parts")
        if doubtful.height:
            self._compare(doubtful)
        self._houses.report()
        if self._code is not None:
            joined, code = clean(self._joined), clean(self._code)
            elsewhere = _elsewhere(joined, code, is_place=self._is_place)
            self._report_codes(self.faulty(frame, "code").filter(elsewhere), self._code)

    def _report_codes(self, elsewhere: pl.DataFrame, index: int) -> None:
        """Report codes of other places, each with the right one as example where it is known."""
        example = _example(pl.col(clean_name(self._joined))).alias("_example")
        columns = {"address": clean_name(self._joined), "example": "_example"}
        self.report(elsewhere.with_columns(example), "code-and-address-differ", index, columns)

    def _compare(self, doubtful: pl.DataFrame) -> None:
        names = [clean_name(index) for index in (self._joined, *self._parts)]
        missing = [lacking(joined, parts) for joined, *parts in doubtful.select(names).iter_rows()]
        for place, index in enumerate(self._parts):
            wrong = doubtful.filter(
                pl.Series([found == place for found in missing], dtype=pl.Boolean)
            )
            if index == self._houses.index:
                wrong = wrong.filter(~pl.col(ROW).is_in(self._houses.explained(wrong)))
            columns = {"address": clean_name(self._joined)}
            self.report(wrong, "part-not-in-address", index, columns)


def _near(joined: pl.Expr) -> pl.Expr:
    """Return the municipality of our list an address begins with."""
    names = [entry.label["ja"] for entry in load_choices("municipalities").values()]
    return joined.str.extract(f"^(?:石川県)?(?:[^0-9]{{1,3}}郡)?({'|'.join(names)})")


def _example(joined: pl.Expr) -> pl.Expr:
    """Return the code an address asks for as 金沢市=172014; some other where nobody knows."""
    known = load_choices("municipalities").items()
    said = {entry.label["ja"]: f"{entry.label['ja']}={value}" for value, entry in known}
    return _near(joined).replace_strict(said, default="東京都千代田区=131016")


def _is_plainly_there(joined: pl.Expr, code: pl.Expr) -> pl.Expr:
    """Say whether an address begins as its code asks for, by far the fastest of the looks.

    A county between prefecture and municipality is left to `_elsewhere`.
    """
    known = load_choices("municipalities").items()
    begins = {value: f"石川県{entry.label['ja']}" for value, entry in known}
    begin = code.replace_strict(begins, default=None, return_dtype=pl.String)
    there = joined.str.starts_with(begin) & ~joined.str.contains("郡", literal=True)
    return there.fill_null(value=False)


def _elsewhere(joined: pl.Expr, code: pl.Expr, *, is_place: bool) -> pl.Expr:
    """Compare the municipality of an address with its code, as far as both are known.

    Args:
        joined: the address.
        code: as written.
        is_place: the code is that of the place, where a prefecture's is wrong in any case.
    """
    names = {entry.label["ja"]: value for value, entry in load_choices("municipalities").items()}
    numbers = {name: f"{place:02}" for place, name in enumerate(PREFECTURES, start=1)}
    prefecture = joined.str.extract(f"^({PREFECTURE})").replace_strict(numbers, default=None)
    expected = _near(joined).replace_strict(names, default=None)
    ours = code.is_in(list(names.values()))
    of_prefecture = code.str.contains("^[0-9]{2}000[0-9]$")
    is_code = code.str.contains("^[0-9]{6}$") & ~of_prefecture
    other = prefecture != code.str.slice(0, 2)
    wrong = pl.when(expected.is_not_null()).then(expected != code).otherwise(ours | other)
    differs = (is_code & wrong) | of_prefecture if is_place else is_code & wrong
    return joined.is_not_null() & differs
