"""Integers and numbers."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, mended
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.text.numbers import (
    PLAIN,
    from_scientific,
    is_scientific,
    plain_number,
    storey,
    without_noise,
)
from ckanext.kanazawa.lib.text.width import half_width

# Words for counted things: whatever stands behind the number, the number is the value.
_COUNTERS = frozenset(
    (
        *("台", "人", "名", "円", "個", "個所", "件", "箇所", "か所", "ヶ所", "ヵ所", "カ所", "棟"),
        *("戸", "世帯", "床", "室", "部屋", "基", "本", "席", "冊", "回", "階", "歳", "才", "区画"),
        *("器", "穴", "口", "便座", "面", "頭", "食", "組", "団体"),
    )
)
# The one column that counts storeys.
_IN_STOREYS = "高度の値"
_UNIT = re.compile(r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9.,\s~-]{1,8})")
_SEVERAL = re.compile(r"[^~]*[0-9][^~]*(?:~|から|-)[^~]*[0-9][^~]*")


class Number(Shaped):
    """A decimal number: half-width digits, "." before decimals, nothing else."""

    name = "number"
    pattern = r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the pattern, and with the range where the field has one."""
        shape = super().is_right(cells, field)
        if field.minimum is None and field.maximum is None:
            return shape
        numbers = cells.cast(pl.Float64, strict=False)
        if field.minimum is not None:
            shape &= (numbers >= field.minimum).fill_null(value=False)
        if field.maximum is not None:
            shape &= (numbers <= field.maximum).fill_null(value=False)
        return shape

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Look at the writing, then at the size of the number."""
        found = super().diagnose(value, field, setting)
        last = found[-1].repaired if found else value.strip()
        if last and PLAIN.fullmatch(last):
            found += self._outside(float(last), field)
        return found

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Remove separators, widths, units and the noise of binary fractions."""
        if is_scientific(text):
            exact = from_scientific(text)
            repair = None if exact is None else "number"
            return (Diagnosis("scientific-notation", exact, repair),)
        plain = plain_number(text)
        if plain is not None:
            return self._plain(text, plain)
        united = self._without_unit(text, field)
        if united is not None:
            return self._united(united)
        folded = half_width(text)
        several = _SEVERAL.fullmatch(folded) and not folded.startswith("-")
        return (Diagnosis("several-numbers" if several else "not-a-number"),)

    def _plain(self, text: str, plain: str) -> tuple[Diagnosis, ...]:
        clean = without_noise(plain)
        if clean is not None:
            return (Diagnosis("float-noise", clean, "remove-noise", {"repaired": clean}),)
        return mended("number-format", text, plain, "number")

    def _united(self, plain: str) -> tuple[Diagnosis, ...]:
        return (Diagnosis("number-with-unit", plain, "number-unit", {"repaired": plain}),)

    def _without_unit(self, text: str, field: Field) -> str | None:
        if _IN_STOREYS in field.name and storey(text):
            return storey(text)
        match = _UNIT.fullmatch(half_width(text))
        if not match:
            return None
        unit = fold(match[2])
        known = {fold(name) for name in field.unit.values()} if field.unit else _COUNTERS
        if known & _COUNTERS:
            known |= _COUNTERS
        return plain_number(match[1]) if unit in known else None

    def _outside(self, number: float, field: Field) -> tuple[Diagnosis, ...]:
        low = field.minimum is not None and number < field.minimum
        high = field.maximum is not None and number > field.maximum
        if not low and not high:
            return ()
        return (
            Diagnosis(
                "number-out-of-range", params={"allowed": range_words(field.minimum, field.maximum)}
            ),
        )


class Integer(Number):
    """A whole number."""

    name = "integer"
    pattern = "-?[0-9]{1,15}"

    def _plain(self, text: str, plain: str) -> tuple[Diagnosis, ...]:
        whole, _, decimals = plain.partition(".")
        if decimals.strip("0"):
            return (Diagnosis("not-an-integer"),)
        return mended("number-format", text, whole, "number")

    def _united(self, plain: str) -> tuple[Diagnosis, ...]:
        whole, _, decimals = plain.partition(".")
        return (Diagnosis("not-an-integer"),) if decimals.strip("0") else super()._united(whole)


def range_words(minimum: float | None, maximum: float | None) -> dict[str, str]:
    """Return a range in words, {"ja", "en"}; one of its ends may be open."""
    low = "" if minimum is None else f"{minimum:g}"
    high = "" if maximum is None else f"{maximum:g}"
    if low and high:
        return {"ja": f"{low}以上{high}以下", "en": f"from {low} to {high}"}
    if low:
        return {"ja": f"{low}以上", "en": f"{low} or more"}
    return {"ja": f"{high}以下", "en": f"{high} or less"}
