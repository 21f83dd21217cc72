"""Japanese eras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """One era.

    Attributes:
        name: 令和.
        letter: R.
        first: first day in the Gregorian calendar.
        last: last day; None while it lasts.
    """

    name: str
    letter: str
    first: date
    last: date | None

    def year(self, number: int) -> int:
        """Return the Gregorian year of a year of the era: 令和7 → 2025."""
        return self.first.year + number - 1

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the era."""
        return self.first <= day and (self.last is None or day <= self.last)


# Source: 元号を改める政令 and 元号法; 明治 begins, as 一世一元の詔 has it, with the year.
ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)
# Japan counted months by the moon until the end of 明治5年.
GREGORIAN_FROM = date(1873, 1, 1)

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.name[0], era.letter)}
SIGNS = "|".join(sorted(map(re.escape, _BY_SIGN), key=len, reverse=True))


def era_of(sign: str) -> Era:
    """Return the era of 令和, 令 or R.

    Raises:
        KeyError: no such era.
    """
    return _BY_SIGN[sign]
