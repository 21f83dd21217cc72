"""Codes of fixed length: municipalities, towns, corporations, places, schools."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, mended
from ckanext.kanazawa.lib.text.check_digits import (
    has_prefecture,
    is_corporate_number,
    is_municipality_code,
    municipality_check_digit,
)
from ckanext.kanazawa.lib.text.numbers import from_scientific, is_scientific
from ckanext.kanazawa.lib.text.width import half_width, hyphens


def _digit(numbers: pl.Expr, place: int) -> pl.Expr:
    """Return the digit at a place counted from the right, from 0."""
    return numbers // 10**place % 10


def _narrow(text: str) -> str:
    """Return a code half-width, without what spreadsheets and typists put around it."""
    folded = hyphens(half_width(text)).replace(" ", "").removeprefix("'")
    return re.sub(r"^([0-9]+)\.0$", r"\1", folded)


class MunicipalityCode(Shaped):
    """全国地方公共団体コード: two digits of the prefecture, three of the place, a check digit."""

    name = "municipality-code"
    pattern = "(?:0[1-9]|[1-3][0-9]|4[0-7])[0-9]{4}"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the pattern and compute the check digit."""
        code = cells.cast(pl.Int64, strict=False)
        total = sum((_digit(code, place) * (place + 1) for place in range(1, 6)), pl.lit(0))
        check = (11 - total % 11) % 10 == code % 10
        return super().is_right(cells, field) & check.fill_null(value=False)

    def fits(self, text: str) -> bool:
        """Say whether a code has its form and its check digit."""
        return super().fits(text) and is_municipality_code(text)

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Restore a lost check digit or leading zero, where only one reading is possible."""
        code = _narrow(text)
        if not re.fullmatch("[0-9]{5,6}", code):
            return (Diagnosis("municipality-code-format"),)
        if len(code) == 5:
            return self._five(code, setting)
        if not has_prefecture(code):
            return (Diagnosis("municipality-code-prefecture", params={"prefecture": code[:2]}),)
        if not is_municipality_code(code):
            params = {"check_digit": municipality_check_digit(code[:5])}
            return (Diagnosis("municipality-code-check-digit", params=params),)
        return mended("municipality-code-format", text, code, "code-writing")

    def _five(self, code: str, setting: Setting) -> tuple[Diagnosis, ...]:
        zero = "0" + code
        readings: dict[str, str] = {}
        if has_prefecture(code):
            readings[code + municipality_check_digit(code)] = "check-digit"
        if is_municipality_code(zero):
            readings[zero] = "leading-zero"
        if setting.municipality in readings:
            readings = {setting.municipality: readings[setting.municipality]}
        if len(readings) != 1:
            return (Diagnosis("municipality-code-format"),)
        (repaired, repair), *_ = readings.items()
        lost = "municipality-code-five-digits" if repair == "check-digit" else "leading-zero-lost"
        return (Diagnosis(lost, repaired, repair, {"repaired": repaired}),)


class TownId(Shaped):
    """町字ID of the address base registry: four digits of the town, three of the 丁目."""

    name = "town-id"
    pattern = "[0-9]{4}-?[0-9]{3}"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Restore leading zeros: the first four digits are never all zero."""
        code = _narrow(text)
        if self.fits(code):
            return mended("town-id-format", text, code, "code-writing")
        match = re.fullmatch("([1-9][0-9]{0,2})(-?)([0-9]{3})", code)
        if not match:
            return (Diagnosis("town-id-format"),)
        repaired = match[1].zfill(4) + match[2] + match[3]
        return (Diagnosis("leading-zero-lost", repaired, "leading-zero", {"repaired": repaired}),)


class CorporateNumber(Shaped):
    """法人番号: a check digit and twelve digits."""

    name = "corporate-number"
    pattern = "[1-9][0-9]{12}"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the pattern and compute the check digit."""
        # Every other digit counts twice: once among all, whose sum is the number modulo nine,
        # and once more.
        number = cells.cast(pl.Int64, strict=False)
        twice = sum((_digit(number, place) for place in range(1, 12, 2)), pl.lit(0))
        check = 9 - (number % 10**12 + twice) % 9 == number // 10**12
        return super().is_right(cells, field) & check.fill_null(value=False)

    def fits(self, text: str) -> bool:
        """Say whether a number has its form and its check digit."""
        return super().fits(text) and is_corporate_number(text)

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Restore a number from scientific notation only where its check digit agrees.

        T before it makes it the number of a qualified invoice issuer; the digits are the same.
        """
        if is_scientific(text):
            exact = from_scientific(text)
            if exact and self.fits(exact):
                return (Diagnosis("scientific-notation", exact, "number"),)
            return (Diagnosis("scientific-notation", severity="error"),)
        number = _narrow(text).replace("-", "").removeprefix("T")
        if self.fits(number):
            return mended("corporate-number-format", text, number, "code-writing")
        if Shaped.fits(self, number):
            return (Diagnosis("corporate-number-check-digit"),)
        return (Diagnosis("corporate-number-format"),)


class PoiCode(Shaped):
    """POIコード: four digits for the kind of place."""

    name = "poi-code"
    pattern = "[0-9]{4}"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Restore a lost zero of three digits."""
        code = _narrow(text)
        if re.fullmatch("[1-9][0-9]{2}", code):
            params = {"repaired": "0" + code}
            return (Diagnosis("leading-zero-lost", "0" + code, "leading-zero", params),)
        if not self.fits(code):
            return (Diagnosis("poi-code-format"),)
        return mended("poi-code-format", text, code, "code-writing")


class SchoolCode(Shaped):
    """学校コード of the ministry of education: a letter and twelve digits."""

    name = "school-code"
    pattern = "[A-Z][0-9]{12}"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Bring width and case to order."""
        code = _narrow(text).replace("-", "").upper()
        if not self.fits(code):
            return (Diagnosis("school-code-format"),)
        return mended("school-code-format", text, code, "code-writing")
