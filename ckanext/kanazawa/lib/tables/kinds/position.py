"""Latitude and longitude."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, mended
from ckanext.kanazawa.lib.text.coordinates import read_degrees, with_point
from ckanext.kanazawa.lib.text.numbers import plain_number, without_noise

# A second look is worth it where less than four decimals (11 m) stand.
_ENOUGH_DECIMALS = 4


class Latitude(Shaped):
    """Degrees north, decimal.

    Source: 自治体標準オープンデータセット, 共通ルール「位置」; GIF コアデータパーツ 地理座標.

    Attributes:
        low, high: Japan's bounds, and those of the other coordinate.
        whole: digits before the decimal point.
    """

    name = "latitude"
    pattern = r"(?:2[0-9]|3[0-9]|4[0-5])\.[0-9]{4,12}"
    low, high = 20.0, 46.0
    other_low, other_high = 122.0, 154.0
    whole = 2

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Read degrees, minutes and seconds; find lost points and swapped columns."""
        plain = plain_number(text)
        degrees = plain if plain is not None else read_degrees(text)
        if degrees is None:
            return (Diagnosis("coordinate-unreadable"),)
        number = float(degrees)
        if number == 0:
            return (Diagnosis("coordinate-zero", "", "zero-coordinate", {"repaired": ""}),)
        if self.low <= number < self.high:
            return self._inside(text, degrees)
        if self.other_low <= number < self.other_high:
            return (Diagnosis("coordinate-swapped"),)
        pointed = self._pointed(degrees)
        if pointed is None:
            return (Diagnosis("coordinate-outside-japan"),)
        return (Diagnosis("decimal-point-lost", pointed, "decimal-point", {"repaired": pointed}),)

    def _inside(self, text: str, degrees: str) -> tuple[Diagnosis, ...]:
        clean = without_noise(degrees)
        if clean is not None:
            return (Diagnosis("float-noise", clean, "remove-noise", {"repaired": clean}),)
        found = mended("coordinate-format", text, degrees, "degrees")
        if len(degrees.partition(".")[2]) < _ENOUGH_DECIMALS:
            found += (Diagnosis("coordinate-coarse"),)
        return found

    def _pointed(self, degrees: str) -> str | None:
        if not re.fullmatch(f"[0-9]{{{self.whole + _ENOUGH_DECIMALS},12}}", degrees):
            return None
        pointed = with_point(degrees, self.whole)
        return pointed if self.low <= float(pointed) < self.high else None


class Longitude(Latitude):
    """Degrees east, decimal."""

    name = "longitude"
    pattern = r"(?:12[2-9]|1[34][0-9]|15[0-3])\.[0-9]{4,12}"
    low, high = 122.0, 154.0
    other_low, other_high = 20.0, 46.0
    whole = 3
