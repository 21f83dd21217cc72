"""Read degrees of latitude and longitude."""

from __future__ import annotations

import re
from decimal import Decimal

from ckanext.kanazawa.lib.text.folding import fold_width

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
# NFKC turns ″ into ′′ and ° stays.
_SEXAGESIMAL = re.compile(
    rf"(?P<degrees>[0-9]{{1,3}})\s*[°度]\s*(?P<minutes>{_NUMBER})\s*[′'’分]"
    rf"(?:\s*(?P<seconds>{_NUMBER})\s*(?:′′|''|’’|[\"”″秒])?)?"
)
_DOTTED = re.compile(
    r"(?P<degrees>[0-9]{2,3})[.\s:](?P<minutes>[0-9]{1,2})[.\s:](?P<seconds>[0-9]{1,2}\.[0-9]+)"
)
_LABEL = re.compile(r"^(?:北緯|東経|緯度|経度|[NEne])\s*[:.]?\s*|\s*[NEne]$|\s*[°度]$")
# A second of arc is 31 m, a seventh decimal of a degree 1 cm.
_DECIMALS = 7


def read_degrees(text: str) -> str | None:
    """Return decimal degrees of 36°33'40.77", 36度33分40秒, 北緯36.561325, 36,561325.

    Returns:
        None where the text is none of these.
    """
    folded = fold_width(text).strip()
    bare = _LABEL.sub("", folded)
    parts = _SEXAGESIMAL.fullmatch(bare) or _DOTTED.fullmatch(bare)
    if parts:
        return _decimal(parts["degrees"], parts["minutes"], parts["seconds"] or "0")
    bare = re.sub("^([0-9]{2,3}),([0-9]{4,})$", r"\1.\2", bare)
    return bare if re.fullmatch(_NUMBER, bare) else None


def _decimal(degrees: str, minutes: str, seconds: str) -> str | None:
    if Decimal(minutes) >= 60 or Decimal(seconds) >= 60:
        return None
    value = Decimal(degrees) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
    return f"{value:.{_DECIMALS}f}"


def with_point(digits: str, whole: int) -> str:
    """Return digits with a decimal point after the first ones: 36561325 → 36.561325."""
    return f"{digits[:whole]}.{digits[whole:]}"
