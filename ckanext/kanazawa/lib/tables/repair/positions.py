"""Swap latitude and longitude where each stands in the other's column."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ckanext.kanazawa.lib.tables.check.places import JAPAN
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.table import ROW, column_name

REPAIR = "swap-positions"
# Degrees that Japan lies within; they do not overlap, so a swapped pair is unmistakable.
LATITUDES = (JAPAN.south, JAPAN.north)
LONGITUDES = (JAPAN.west, JAPAN.east)
_WIDE, _NARROW = list("０１２３４５６７８９．"), list("0123456789.")


def position_pairs(recognition: Recognition) -> list[tuple[int, int]]:
    """Return the columns that are latitude and longitude of the same place.

    The version's own rules name them; without a rule, one column of each kind is a pair.
    """
    indexes = recognition.indexes
    pairs = [
        (indexes[rule["latitude"]], indexes[rule["longitude"]])
        for rule in (recognition.version.rules if recognition.version else ())
        if rule.get("rule") == "position"
        and rule["latitude"] in indexes
        and rule["longitude"] in indexes
    ]
    if pairs:
        return list(dict.fromkeys(pairs))
    kinds = {
        kind: [index for index, field in recognition.columns.items() if field.kind == kind]
        for kind in ("latitude", "longitude")
    }
    if all(len(found) == 1 for found in kinds.values()):
        return [(kinds["latitude"][0], kinds["longitude"][0])]
    return []


def is_swapped(latitude: str, longitude: str) -> pl.Expr:
    """Return an expression that is true where each of two columns holds the other's value."""
    return _within(latitude, LONGITUDES) & _within(longitude, LATITUDES)


def _within(name: str, bounds: tuple[float, float]) -> pl.Expr:
    narrow = pl.col(name).str.strip_chars().str.replace_many(_WIDE, _NARROW)
    degrees = narrow.cast(pl.Float64, strict=False)
    return degrees.is_between(*bounds).fill_null(value=False)


class PositionSwap:
    """Swap the two cells in the rows where they changed places."""

    def __init__(self, pair: tuple[int, int], headings: Mapping[int, str]):
        self._pair = pair
        self._headings = headings

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with those cells swapped, noting both of each row."""
        one, other = (column_name(index) for index in self._pair)
        swapped = frame.select(is_swapped(one, other).alias("swapped"))["swapped"]
        if not swapped.any():
            return frame
        for index in self._pair:
            changes.count(REPAIR, self._headings[index], int(swapped.sum()))
        rows = frame.filter(swapped).select(ROW, one, other).head(changes.room(REPAIR))
        for row, first, second in rows.iter_rows():
            for index, before, after in zip(
                self._pair, (first, second), (second, first), strict=True
            ):
                changes.show(Change(row, self._headings[index], index, before, after, REPAIR))
        return frame.with_columns(
            pl.when(swapped).then(pl.col(other)).otherwise(pl.col(one)).alias(one),
            pl.when(swapped).then(pl.col(one)).otherwise(pl.col(other)).alias(other),
        )
