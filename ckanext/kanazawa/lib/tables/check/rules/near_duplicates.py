"""Rows that seem to be the same facility, written twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import polars as pl
from rapidfuzz import fuzz

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import ROW_HASH, TableRule, clean, clean_name
from ckanext.kanazawa.lib.tables.table import ROW

# Columns that tell two rows of one place apart: two AEDs in one building, two days of a fair.
_APART = (
    "設置位置",
    "開始日",
    "終了日",
    "開始時間",
    "許可番号",
    "建物名等(方書)",
    "医療機関の種類",
)
# Names as alike as this, at one place, are one facility.
_ALIKE = 86.0
_NEAR_M = 150.0
# Metres of a degree, near enough over such distances.
_DEGREE_M = 111_000
# Degrees of the cells in which positions are compared: about 110 m.
_CELL = 0.001
# More rows than this under one address, name or cell are a list of its own kind.
_CROWD = 30
# Signs in which the names of different neighbours differ: 第1, 東館, 男子, A棟.
_TELLING = frozenset("0123456789一二三四五六七八九十東西南北上下左右内外前後新旧本別男女大小中高"
                     "abcdefghijklmnopqrstuvwxyzイロハ")  # fmt: skip
_NOISE = (
    r"[\s・･、，,.。「」『』()\[\]【】〈〉<>'’\-‐‑–—―−ー~〜/&]"
    "|株式会社|有限会社|(?:一般|公益)(?:財団|社団)法人"
)


class _Row(NamedTuple):
    row: int
    name: str
    written: str
    apart: tuple[str | None, ...]


class NearDuplicates(TableRule):
    """No two rows carry (nearly) the same name at (nearly) the same place."""

    is_wide = True

    name = "duplicates"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._name = context.indexes([rule["name"]])[0]
        self._address = context.index(rule.get("address"))
        self._position = context.indexes(
            [name for name in (rule.get("latitude"), rule.get("longitude")) if name]
        )
        self._apart = context.indexes(list(_APART))
        optional = [] if self._address is None else [self._address]
        reads = (self._name, *optional, *self._position, *self._apart)
        self.reads = tuple(dict.fromkeys(reads))
        self._kept: list[pl.DataFrame] = []
        self._rows = 0

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need the name, and an address or a position."""
        place = [rule.get("address"), rule.get("latitude")]
        has_place = any(context.index(name) is not None for name in place)
        return context.index(rule["name"]) is not None and has_place

    def see(self, frame: pl.DataFrame) -> None:
        """Keep what is compared, up to the stated number of rows."""
        self._rows += frame.height
        if self._rows > self.context.near_duplicate_rows:
            self._kept.clear()
            return
        self._kept.append(
            frame.select(ROW, *map(clean, self.reads), pl.col(ROW_HASH).alias("hash"))
        )

    def _folded(self) -> pl.DataFrame:
        """Return the rows kept in the form they are compared in.

        That is much work, which would be for nothing where the table proves too long.
        """
        address = pl.lit(None, pl.String)
        if self._address is not None:
            address = _folded(clean(self._address))
        lat, lon = pl.lit(None, pl.Float64), pl.lit(None, pl.Float64)
        if len(self._position) == 2:
            lat, lon = (clean(index).cast(pl.Float64, strict=False) for index in self._position)
        folded = pl.concat(self._kept).select(
            ROW,
            _folded(clean(self._name)).alias("name"),
            address.alias("address"),
            lat.alias("lat"),
            lon.alias("lon"),
            *(clean(index) for index in self._apart),
            clean(self._name).alias("written"),
            "hash",
        )
        return folded.filter(pl.col("name").str.len_chars() > 1).with_row_index("place")

    def finish(self) -> None:
        """Compare rows that share a name, an address or a spot on the map."""
        limit = self.context.near_duplicate_rows
        if self._rows > limit:
            self.context.add(
                "near-duplicates-not-compared", rows=f"{self._rows:,}", limit=f"{limit:,}"
            )
            return
        if not self._kept:
            return
        rows = self._folded()
        pairs = _near_each_other(pl.concat(list(_candidates(rows))).unique(), rows)
        alike = _alike(pairs, rows["name"])
        needed = pl.col("place").is_in([place for pair in alike for place in pair])
        names = ["place", ROW, "name", "written", *(clean_name(index) for index in self._apart)]
        chosen = rows.filter(needed).select(names)
        cells = {
            place: _Row(row, name, written, tuple(apart))
            for place, row, name, written, *apart in chosen.iter_rows()
        }
        told: set[int] = set()
        for left, right in alike:
            earlier, later = cells[left], cells[right]
            if later.row not in told and _is_same(earlier, later):
                told.add(later.row)
                self.context.add(
                    "near-duplicate",
                    index=self._name,
                    row=later.row,
                    value=later.written,
                    first=earlier.row,
                    other=earlier.written,
                )


def _folded(text: pl.Expr) -> pl.Expr:
    """Fold what people write differently: width, case, spaces, brackets, legal forms."""
    return text.str.normalize("NFKC").str.to_lowercase().str.replace_all(_NOISE, "")


def _candidates(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield pairs of places (left < right) that share something."""
    nowhere = {"left": pl.UInt32, "right": pl.UInt32}
    yield pl.DataFrame(schema=nowhere)
    yield _pairs(rows, pl.col("name").hash())
    yield _pairs(rows, pl.col("address").hash())
    lat, lon = pl.col("lat") / _CELL, pl.col("lon") / _CELL
    # Two grids, half a cell apart in both directions, hold nearly every pair of neighbours.
    for shift in (0.0, 0.5):
        spot = pl.struct((lat + shift).floor(), (lon + shift).floor()).hash()
        yield _pairs(rows.filter(lat.is_not_null() & lon.is_not_null()), spot)


def _pairs(rows: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    keyed = rows.select("place", key.alias("key")).drop_nulls()
    keyed = keyed.filter(pl.len().over("key").is_between(2, _CROWD))
    return (
        keyed.join(keyed, on="key")
        .filter(pl.col("place") < pl.col("place_right"))
        .select(pl.col("place").alias("left"), pl.col("place_right").alias("right"))
    )


def _near_each_other(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the pairs at one spot, or at one address where a position is missing."""
    known = rows.select("place", "lat", "lon", "address", "hash")
    both = pairs.join(known, left_on="left", right_on="place").join(
        known, left_on="right", right_on="place", suffix="_2"
    )
    north = (pl.col("lat") - pl.col("lat_2")) * _DEGREE_M
    east = (pl.col("lon") - pl.col("lon_2")) * _DEGREE_M * pl.col("lat").radians().cos()
    distance = (north.pow(2) + east.pow(2)).sqrt()
    one_address = pl.col("address") == pl.col("address_2")
    near = pl.when(distance.is_not_null()).then(distance <= _NEAR_M).otherwise(one_address)
    # Rows equal in every cell are told elsewhere.
    told = pl.col("hash") == pl.col("hash_2")
    return both.filter(near & ~told).select("left", "right").sort("right", "left")


def _alike(pairs: pl.DataFrame, names: pl.Series) -> list[tuple[int, int]]:
    """Keep the pairs with names that are nearly the same, by far the fewest."""
    ones, others = (names.gather(pairs[side]).to_list() for side in ("left", "right"))
    found = zip(pairs.iter_rows(), ones, others, strict=True)
    return [
        (left, right)
        for (left, right), one, other in found
        if one == other or fuzz.ratio(one, other, score_cutoff=_ALIKE)
    ]


def _is_same(one: _Row, other: _Row) -> bool:
    """Say whether two rows at one place, with names alike, have nothing that tells them apart."""
    if any(a and b and a != b for a, b in zip(one.apart, other.apart, strict=True)):
        return False
    return one.name == other.name or not _is_told_apart(one.name, other.name)


def _is_told_apart(one: str, other: str) -> bool:
    return bool(_TELLING & (set(one) ^ set(other))) or _figures(one) != _figures(other)


def _figures(name: str) -> list[str]:
    return [sign for sign in name if sign in _TELLING]
