"""Read dates in the ways Japanese offices and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ckanext.kanazawa.lib.text.eras import GREGORIAN_FROM, SIGNS, era_of
from ckanext.kanazawa.lib.text.folding import fold_width

Trouble = Literal[
    "impossible",
    "incomplete",
    "two-digit-year",
    "range",
    "several",
    "era",
    "lunar",
    "weekday",
    "serial",
]

_PARTS = (
    r"\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*日?"
    r"\s*(?:\((?P<weekday>[月火水木金土日])(?:曜日?)?\)|(?P<long>[月火水木金土日])曜日?)?"
    r"(?:[ T]\s*0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_WESTERN = re.compile(r"(?:西暦)?(?P<year>[0-9]{4})" + _PARTS)
_ERA = re.compile(rf"(?P<era>{SIGNS})\.?\s*(?P<year>元|[0-9]{{1,2}})" + _PARTS, re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SHORT_YEAR = re.compile(r"'?[0-9]{1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_YEAR_MONTH = re.compile(
    rf"(?:(?:{SIGNS})\.?\s*(?:元|[0-9]{{1,2}})|[0-9]{{4}})"
    r"(?:年度?|\s*[-/.年]\s*[0-9]{1,2}\s*月?|年\s*[0-9]{1,2}\s*月\s*(?:[上中下]旬|頃|ごろ))"
)
_YEAR = re.compile(r"(?:1[6-9]|20)[0-9]{2}")
_MONTH_DAY = re.compile(r"[0-9]{1,2}(?:月|/)[0-9]{1,2}日?(?:\([月火水木金土日]\))?")
_SERIAL = re.compile(r"[1-7][0-9]{4}")
_APART = re.compile(r"[、,;\n]+")
_BETWEEN = re.compile(r"\s*(?:~|〜|から|より|–|—)\s*|\s+-\s+")
# Day 0 of spreadsheets' 1900 system, for days after its invented 29 February 1900.
_EPOCH = date(1899, 12, 30)
_SERIALS = (date(1950, 1, 1), date(2099, 12, 31))
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class DateReading:
    """What a text says as a date.

    Attributes:
        day: the day meant; None where no single day is certain.
        trouble: why it is not certain, or certain only if somebody agrees; None otherwise.
    """

    day: date | None
    trouble: Trouble | None = None


def read_date(text: str) -> DateReading | None:
    """Read a date written in any of the usual ways; None where the text is no date at all."""
    folded = fold_width(text).strip()
    western = _WESTERN.fullmatch(folded) or _COMPACT.fullmatch(folded)
    if western:
        return _reading(int(western["year"]), western)
    era = _ERA.fullmatch(folded)
    if era:
        return _era_reading(era)
    if _SHORT_YEAR.fullmatch(folded):
        return DateReading(None, "two-digit-year")
    if any(shape.fullmatch(folded) for shape in (_YEAR_MONTH, _YEAR, _MONTH_DAY)):
        return DateReading(None, "incomplete")
    if _SERIAL.fullmatch(folded):
        return _serial_reading(int(folded))
    if _is_range(folded):
        return DateReading(None, "range")
    return DateReading(None, "several") if _is_several(folded) else None


def _reading(year: int, match: re.Match[str]) -> DateReading:
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return DateReading(None, "impossible")
    parts = match.groupdict()
    weekday = parts.get("weekday") or parts.get("long")
    if weekday and _WEEKDAYS[day.weekday()] != weekday:
        return DateReading(None, "weekday")
    return DateReading(day)


def _era_reading(match: re.Match[str]) -> DateReading:
    era = era_of(match["era"].upper())
    number = 1 if match["year"] == "元" else int(match["year"])
    reading = _reading(era.year(number), match) if number else DateReading(None, "impossible")
    if reading.day is None:
        return reading
    if reading.day < GREGORIAN_FROM:
        return DateReading(None, "lunar")
    return reading if era.holds(reading.day) else DateReading(reading.day, "era")


def from_serial(number: int) -> date:
    """Return the day a spreadsheet means by a number: 45658 → 2025-01-01."""
    return _EPOCH + timedelta(days=number)


def _serial_reading(number: int) -> DateReading | None:
    day = from_serial(number)
    return DateReading(day, "serial") if _SERIALS[0] <= day <= _SERIALS[1] else None


def _is_range(folded: str) -> bool:
    parts = [part for part in _BETWEEN.split(folded) if part]
    if not _BETWEEN.search(folded) or not 1 <= len(parts) <= 2:
        return False
    first = parts[0]
    patterns = (_WESTERN, _ERA, _COMPACT, _YEAR_MONTH, _SHORT_YEAR, _MONTH_DAY)
    return any(pattern.fullmatch(first) for pattern in patterns)


def _is_several(folded: str) -> bool:
    parts = [part.strip() for part in _APART.split(folded) if part.strip()]
    patterns = (_WESTERN, _ERA, _COMPACT, _MONTH_DAY)
    return len(parts) > 1 and all(
        any(pattern.fullmatch(part) for pattern in patterns) for part in parts
    )
