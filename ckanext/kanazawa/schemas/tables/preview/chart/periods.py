"""Months and years as tables write them: 2026-04, 令和8年4月, R8, 2026年度."""

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


@dataclass(frozen=True, order=True)
class Period:
    """A year, or a month of one.

    Attributes:
        month: 0 for a whole year.
    """

    year: int
    month: int = 0

    @property
    def label(self) -> str:
        """Return 2026 or 2026-04."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

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
