"""Read days of the week."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.text.folding import fold_width

WEEKDAYS = "月火水木金土日"
_NOISE = re.compile(r"曜日?|[・、,;/&と\s()]|及び|および")
_RANGE = re.compile("([月火水木金土日])[~〜ー―–—-]([月火水木金土日])")


def read_weekdays(text: str) -> str | None:
    """Return the days in the order 月火水木金土日; None where the text says more or less.

    日月火 → 月火日, 月・水・金 → 月水金, 月～金 → 月火水木金, 毎日 → all.
    """
    folded = fold_width(text).strip()
    if folded == "毎日":
        return WEEKDAYS
    days = _RANGE.sub(_expanded, _NOISE.sub("", folded))
    if not days or len(set(days)) != len(days) or not set(days) <= set(WEEKDAYS):
        return None
    return "".join(day for day in WEEKDAYS if day in days)


def _expanded(match: re.Match[str]) -> str:
    first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2])
    span = (last - first) % 7
    return "".join(WEEKDAYS[(first + step) % 7] for step in range(span + 1))
