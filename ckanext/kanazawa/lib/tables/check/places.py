"""Where a municipality, a prefecture and Japan lie, as rectangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ckanext.kanazawa.lib.choices import load_choices

# Rectangles of municipalities hold their shelters, not their borders: mountains and the
# edges of fields lie up to five kilometres beyond.
_MARGIN = 0.05


@dataclass(frozen=True)
class Area:
    """A rectangle in degrees, with the name readers know it by."""

    name: Mapping[str, str]
    west: float
    south: float
    east: float
    north: float


# Source: デジタル庁「自治体標準オープンデータセット」and older checkers: latitude 20 to 46,
# longitude 122 to 154.
JAPAN = Area({"ja": "日本", "en": "Japan"}, 122.0, 20.0, 154.0, 46.0)


@cache
def areas() -> Mapping[str, Area]:
    """Return areas by code: six digits of a municipality, or two of a prefecture."""
    found = {}
    for code, choice in load_choices("prefectures").items():
        found[code] = Area(choice.label, *choice.extra["box"])
    for code, choice in load_choices("municipalities").items():
        west, south, east, north = choice.extra["box"]
        box = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        found[code] = Area(choice.label, *box)
    return found


def area_of(code: str) -> Area:
    """Return the smallest area known for a 全国地方公共団体コード."""
    known = areas()
    return known.get(code) or known.get(code[:2]) or JAPAN
