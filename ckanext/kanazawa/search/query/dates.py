"""Solr's dates: ISO 8601 in UTC, `NOW`, and arithmetic such as `NOW/DAY-7DAYS`.

Source: Apache Solr Reference Guide 9, "Date Formatting and Date Math".
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import ckan.plugins.toolkit as tk
from dateutil.relativedelta import relativedelta

from ckanext.kanazawa.search.errors import InvalidQuery

_UTC = datetime.timezone.utc
_START = re.compile(
    r"(?P<now>NOW)|(?P<date>\d{4}(-\d{1,2}(-\d{1,2}(T\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?)?)?)Z?"
)
_STEP = re.compile(r"(?P<sign>[+\-/])(?P<amount>\d*)(?P<unit>[A-Z]+)")
_UNITS = {
    "YEAR": "years",
    "MONTH": "months",
    "DAY": "days",
    "DATE": "days",
    "HOUR": "hours",
    "MINUTE": "minutes",
    "SECOND": "seconds",
}
_FLOORS: dict[str, dict[str, Any]] = {
    "years": {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "months": {"day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "days": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "hours": {"minute": 0, "second": 0, "microsecond": 0},
    "minutes": {"second": 0, "microsecond": 0},
    "seconds": {"microsecond": 0},
}


def moment(text: str, now: datetime.datetime) -> datetime.datetime:
    """Read a date of a query.

    Args:
        text: `2026-04-01T00:00:00Z`, a shorter date (its first moment), or date math.
        now: what `NOW` means, with time zone.

    Raises:
        InvalidQuery: no date; says what was found and what is expected.
    """
    start = _START.match(text)
    if not start:
        raise _no_date(text)
    try:
        result = now if start["now"] else _read(start["date"])
        position = start.end()
        while position < len(text):
            step = _STEP.match(text, position)
            if not step:
                raise _no_date(text)
            result = _apply(result, step, text)
            position = step.end()
    except (ValueError, OverflowError) as error:
        raise _no_date(text) from error
    return result


def _read(text: str) -> datetime.datetime:
    day, _, time = text.partition("T")
    numbers = [int(part) for part in day.split("-")]
    year, month, date = (*numbers, 1, 1)[:3]
    hour, minute, second = (*time.split(":"), "0", "0")[:3] if time else ("0", "0", "0")
    whole = datetime.datetime(year, month, date, int(hour), int(minute), tzinfo=_UTC)
    return whole + datetime.timedelta(seconds=float(second))


def _apply(start: datetime.datetime, step: re.Match[str], text: str) -> datetime.datetime:
    name = step["unit"]
    unit = _UNITS.get(name) or _UNITS.get(name.removesuffix("S"))
    if name in ("MILLI", "MILLIS", "MILLISECOND", "MILLISECONDS"):
        if step["sign"] == "/":
            return start.replace(microsecond=start.microsecond // 1000 * 1000)
        return start + datetime.timedelta(milliseconds=int(step["sign"] + (step["amount"] or "1")))
    if unit is None:
        raise _no_date(text)
    if step["sign"] == "/":
        return start.replace(**_FLOORS[unit])
    amount = int(step["sign"] + (step["amount"] or "1"))
    return start + relativedelta(**{unit: amount})  # pyright: ignore[reportArgumentType]


def _no_date(text: str) -> InvalidQuery:
    message = tk._(
        "“{text}” is not a date. Write a date such as 2026-04-01T00:00:00Z, "
        "or a time from now such as NOW-7DAYS."
    )
    return InvalidQuery(message.format(text=text[:100]))
