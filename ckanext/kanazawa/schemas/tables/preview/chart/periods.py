"""Months and years as tables write them: 2026-04, 令和8年4月, R8, 2026年度; 4月 of no year."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ckanext.kanazawa.lib.text.eras import SIGNS, era_of

_YEAR = rf"(?:(?P<year>(?:18|19|20)[0-9]{{2}})|(?P<era>{SIGNS})\.?(?P<number>元|[0-9]{{1,2}}))"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}(?:年(?:度)?|年度末)?",
        rf"{_YEAR}(?:年|[-/.]){_MONTH}(?:月(?:末)?)?",
        rf"{_YEAR}(?:年|[-/.]){_MONTH}(?:月|[-/.])(?:0?[1-9]|[12][0-9]|3[01])日?(?: .*)?",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])",
    )
)


_MONTH_ALONE = re.compile(rf"{_MONTH}月?")
# Fiscal years begin in April: tables of one list January to March last.
APRIL = 4
MONTHS = 12


@dataclass(frozen=True, order=True)
class Period:
    """A year, or a month of one.

    Attributes:
        year: 0 or 1 for a month of a year that is not told; then only the order is meant.
        month: 0 for a whole year.
    """

    year: int
    month: int = 0

    @property
    def label(self) -> str:
        """Return 2026, 2026-04, or 4 for a month of no year."""
        if self.year <= 1:
            return str(self.month)
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def ordinal(self) -> int:
        """Return its place in time: a number of months, or of years where no month is told."""
        return self.year * MONTHS + self.month - 1 if self.month else self.year

    @classmethod
    def at(cls, ordinal: int, *, is_month: bool) -> Period:
        """Return the period of an `ordinal`."""
        return cls(ordinal // MONTHS, ordinal % MONTHS + 1) if is_month else cls(ordinal)

    def of_year(self) -> Period:
        """Return the year it lies in."""
        return Period(self.year)


def period_of(text: str) -> Period | None:
    """Read a year, month or day; None where a text is none of these."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            found = match.groupdict()
            month = int(found.get("month") or 0)
            if found.get("year"):
                return Period(int(found["year"]), month)
            number = 1 if found["number"] == "元" else int(found["number"])
            return Period(era_of(found["era"]).year(number), month)
    return None


def month_of(text: str, first: int = 1) -> Period | None:
    """Read a month whose year is not told (4, 4月); None where a text is none.

    Args:
        text: what the cell holds.
        first: month with which the table begins; from April on they are those of a fiscal year.
    """
    match = _MONTH_ALONE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    month = int(match["month"])
    return Period(int(first == APRIL and month < APRIL), month)
