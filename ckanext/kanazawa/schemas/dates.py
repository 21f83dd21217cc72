"""Dates as people type them: ISO, slashes, 年月日, 和暦, full-width digits."""

from __future__ import annotations

import datetime
import re
import unicodedata

# First day of each era and the year before its first (令和1 = 2019).
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
ERA = re.compile(r"(令和|平成|昭和|[RHS])\s*(元|\d{1,2})\s*(?=[年./-]|$)")
DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?")
YEAR = re.compile(r"(\d{4})年?")


def _western(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    match = ERA.match(text)
    if not match:
        return text
    number = 1 if match[2] == "元" else int(match[2])
    return f"{ERAS[match[1]] + number}{text[match.end() :]}"


def read_day(text: str) -> str | None:
    """Return a day as YYYY-MM-DD, None where it is no day of the calendar."""
    match = DAY.fullmatch(_western(text))
    if not match:
        return None
    try:
        return datetime.date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None


def read_period_end(text: str) -> str | None:
    """Return a year, month or day as YYYY, YYYY-MM or YYYY-MM-DD, or None."""
    plain = _western(text)
    if match := YEAR.fullmatch(plain):
        return match[1] if int(match[1]) else None
    if match := MONTH.fullmatch(plain):
        year, month = int(match[1]), int(match[2])
        return f"{year:04}-{month:02}" if year and 1 <= month <= 12 else None
    return read_day(text) or read_moment(text)


def read_moment(text: str) -> str | None:
    """Return a day or an ISO 8601 time unchanged in meaning, or None."""
    day = read_day(text)
    if day:
        return day
    try:
        # Python 3.10 reads no "Z".
        datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return text.strip()
