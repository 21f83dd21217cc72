"""Read times of day in the ways people and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ckanext.kanazawa.lib.text.folding import fold_width

Trouble = Literal["range", "seconds", "noon", "impossible", "fraction", "sun", "several"]

_CLOCK = re.compile(
    r"(?:1899-12-3[01]|1900-01-0[01])?[ T]?"
    r"(?P<half>午前|午後|AM|PM|A\.M\.|P\.M\.)?\s*"
    r"(?P<hour>[0-9]{1,2})\s*(?::\s*(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{2})(?:\.0+)?)?"
    r"|時\s*(?:(?P<minute_ja>[0-9]{1,2})\s*分|(?P<half_past>半))?(?:\s*(?P<second_ja>[0-9]{1,2})秒)?)"
    r"\s*(?P<after>AM|PM|A\.M\.|P\.M\.)?",
    re.IGNORECASE,
)
_HALF_ONLY = re.compile(r"(?P<half>AM|PM)\s*(?P<hour>[0-9]{1,2})", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<hour>[01][0-9]|2[0-4])(?P<minute>[0-5][0-9])")
_FRACTION = re.compile(r"0?\.[0-9]{1,17}")
_ONE = re.compile(r"[0-9]{1,2}(?::[0-9]{2}|時)")
_BETWEEN = re.compile(r"\s*(?:~|〜|から|-|–|—|―)\s*")
_SUN = re.compile("(?:日の?出|日の?入り?|日没)(?:から|まで)?")
_MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class TimeReading:
    """What a text says as a time of day.

    Attributes:
        minutes: from midnight (1500 is one o'clock of the next day); None where no single
            time is certain.
        trouble: why it is not certain, or certain only if somebody agrees; None otherwise.
    """

    minutes: int | None
    trouble: Trouble | None = None

    @property
    def text(self) -> str | None:
        """Return the time as HH:MM."""
        if self.minutes is None:
            return None
        hour, minute = divmod(self.minutes, 60)
        return f"{hour:02}:{minute:02}"


def read_time(text: str) -> TimeReading | None:
    """Read a time written in any of the usual ways; None where the text is no time at all."""
    folded = fold_width(text).strip()
    if folded in ("正午", "お昼"):
        return TimeReading(12 * 60)
    if _SUN.fullmatch(folded):
        return TimeReading(None, "sun")
    clock = _CLOCK.fullmatch(folded) or _HALF_ONLY.fullmatch(folded)
    if clock:
        return _reading({key: value or "" for key, value in clock.groupdict().items()})
    compact = _COMPACT.fullmatch(folded)
    if compact:
        return _reading(compact.groupdict())
    if _FRACTION.fullmatch(folded):
        return _fraction(Decimal(folded))
    if _is_range(folded):
        return TimeReading(None, "range")
    return TimeReading(None, "several") if len(_ONE.findall(folded)) > 1 else None


def _reading(parts: dict[str, str]) -> TimeReading:
    hour = int(parts["hour"])
    minute = int(parts.get("minute") or parts.get("minute_ja") or 0)
    if parts.get("half_past"):
        minute = 30
    second = int(parts.get("second") or parts.get("second_ja") or 0)
    if minute > 59 or second > 59 or hour > 29:
        return TimeReading(None, "impossible")
    half = (parts.get("half") or parts.get("after") or "").replace(".", "").upper()
    if half:
        # Some count noon as 午前12時, others as 午後12時 or 午後0時.
        if hour > 12:
            return TimeReading(None, "impossible")
        if hour == 12:
            return TimeReading(None, "noon")
        hour += 12 if half in ("午後", "PM") else 0
    if second:
        return TimeReading(None, "seconds")
    return TimeReading(hour * 60 + minute)


def _fraction(part: Decimal) -> TimeReading | None:
    """Read a part of a day as spreadsheets store it: 0.375 → 09:00."""
    minutes = part * _MINUTES_A_DAY
    whole = round(minutes)
    if not whole or whole == _MINUTES_A_DAY or abs(minutes - whole) > Decimal("0.01"):
        return None
    return TimeReading(whole, "fraction")


def _is_range(folded: str) -> bool:
    parts = [part for part in _BETWEEN.split(folded) if part]
    if not _BETWEEN.search(folded) or not 1 <= len(parts) <= 2:
        return False
    return bool(_CLOCK.fullmatch(parts[0]) or _HALF_ONLY.fullmatch(parts[0]))
