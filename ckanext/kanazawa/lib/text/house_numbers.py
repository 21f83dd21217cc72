"""House numbers that a spreadsheet took for days: what may have been typed."""

from __future__ import annotations

import re
from datetime import date

from ckanext.kanazawa.lib.text.dates import from_serial, read_date
from ckanext.kanazawa.lib.text.folding import fold_width

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = "|".join(_NAMES)
_MONTH, _DAY = "0?[1-9]|1[0-2]", "0?[1-9]|[12][0-9]|3[01]"
_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
_MONTH_DAY = re.compile(f"({_MONTH})月({_DAY})日")
_SLASHED = re.compile(f"({_MONTH})/({_DAY})")
_DAY_MONTH = re.compile(f"({_DAY})-({MONTHS})")
_MONTH_NUMBER = re.compile(f"({MONTHS})-([0-9]{{1,2}})")
_YEAR = "(?:19|20)[0-9]{2}"
# With a year, as nobody writes house numbers: with slashes, 年, or a zero before a digit.
_WITH_YEAR = (
    rf"{_YEAR}(?:/(?:{_MONTH})/(?:{_DAY})|年(?:{_MONTH})月(?:{_DAY})日"
    rf"|-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])){_MIDNIGHT}"
)
_DAY_FORM = re.compile(_WITH_YEAR)
_ERA = re.compile(r"(?:明治|大正|昭和|平成|令和|[MTSHR])[^-]+")
_FIGURES = re.compile("[1-4][0-9]{4}")
# A day inside an address, and no word on when: (1月5日から).
_INSIDE = re.compile(
    rf"(?<![0-9A-Za-z年月/(（-])(?:{_WITH_YEAR}|(?:{_MONTH})月(?:{_DAY})日"
    rf"|(?:{_DAY})-(?:{MONTHS})|(?:{MONTHS})-[0-9]{{1,2}})"
    r"(?![0-9A-Za-z/(（)）-]|から|まで|より|以[降前]|付|[~〜～]|現在|[開閉移生])"
)
# Years that spreadsheets complete from two digits.
_THIS_CENTURY, _LAST_CENTURY = range(2001, 2030), range(1930, 2000)
_MONTHS_OF_A_YEAR, _DAYS_OF_A_MONTH = 12, 31


def typed_numbers(text: str) -> tuple[str, ...]:
    """Return the house numbers that may have become this day.

    A spreadsheet that is given 1-2 keeps the second of January of that year, given 1-2-3 the
    third of February 2001, given 13-5 or 1950-5 the first of a month.

    Args:
        text: the day as shown (1月2日, 1/2, 2-Jan, Jan-02, 2025/1/2, 2025-01-02 00:00:00, R7.1.2),
            or the number spreadsheets count it by (45659).

    Returns:
        () for what is no day; one where only one house number is shown so.
    """
    folded = fold_width(text).strip()
    if match := _MONTH_DAY.fullmatch(folded) or _SLASHED.fullmatch(folded):
        return (_joined(match[1], match[2]),)
    if match := _DAY_MONTH.fullmatch(folded):
        return (_joined(_number(match[2]), match[1]),)
    if match := _MONTH_NUMBER.fullmatch(folded):
        month = _number(match[1])
        return (_joined(month, match[2]), _joined(match[2], month))
    if _FIGURES.fullmatch(folded):
        return _readings(from_serial(int(folded)))
    if folded.isdecimal():
        return ()
    read = read_date(folded)
    return () if read is None or read.day is None else _readings(read.day)


def is_day(text: str) -> bool:
    """Say whether a cell of house numbers shows a day in a form no house number has."""
    folded = fold_width(text).strip()
    shapes = (_MONTH_DAY, _DAY_MONTH, _MONTH_NUMBER, _DAY_FORM, _ERA)
    return any(one.fullmatch(folded) for one in shapes) and bool(typed_numbers(folded))


def day_inside(address: str) -> str | None:
    """Return the one day that stands where an address should have its house number."""
    found = _INSIDE.findall(address)
    return found[0] if len(found) == 1 else None


def is_serial(text: str) -> bool:
    """Say whether a house number may be the number by which a spreadsheet counts a day."""
    return _FIGURES.fullmatch(text) is not None


def _readings(day: date) -> tuple[str, ...]:
    year, month, number = day.year, day.month, day.day
    found = [_joined(month, number), _joined(year, month, number)]
    if year in _THIS_CENTURY or year in _LAST_CENTURY:
        found.append(_joined(year % 100, month, number))
    if number == 1:
        found += [_joined(year, month), _joined(month, year)]
        # What may be month and day is taken for these.
        if year % 100 > _MONTHS_OF_A_YEAR:
            found.append(_joined(year % 100, month))
        if year % 100 > _DAYS_OF_A_MONTH:
            found.append(_joined(month, year % 100))
    return tuple(dict.fromkeys(found))


def _joined(*numbers: str | int) -> str:
    return "-".join(str(int(one)) for one in numbers)


def _number(month: str) -> int:
    return _NAMES.index(month) + 1
