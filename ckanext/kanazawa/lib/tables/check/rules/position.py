"""Positions that are not where the row says it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.places import JAPAN, area_of
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean, clean_name
from ckanext.kanazawa.lib.tables.table import ROW

# One position in so many rows with more than one address is a stand-in (the town hall, the
# middle of the map), unless the rows are one building.
_STAND_IN = 5
# A stand-in shows itself in the first rows; remembering more would cost memory for nothing.
_REMEMBERED_ROWS = 500_000
_PUBLISHER = "全国地方公共団体コード"


class Position(TableRule):
    """Latitude and longitude lie in their municipality, prefecture, or at least Japan."""

    name = "position"

    def __init__(self, context: Context, number: int, rule: Mapping[str, Any]):
        super().__init__(context, number)
        self._latitude, self._longitude = context.indexes([rule["latitude"], rule["longitude"]])
        self._code = context.index(rule.get("code"))
        if self._code is None:
            self._code = context.index(_PUBLISHER)
        self._address = _address(context)
        others = [index for index in (self._code, self._address) if index is not None]
        self.reads = (self._latitude, self._longitude, *others)
        told = {finding.code for finding in context.recognition.findings}
        self._is_told = "positions-swapped" in told
        self._seen: list[pl.DataFrame] = []
        self._rows = 0
        for index in (self._latitude, self._longitude):
            context.columns[index].handed_over |= {"coordinate-swapped"}

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Need both coordinates."""
        return len(context.indexes([rule["latitude"], rule["longitude"]])) == 2

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Read both coordinates as numbers."""
        return (
            clean(self._latitude).cast(pl.Float64, strict=False).alias(self.mark("lat")),
            clean(self._longitude).cast(pl.Float64, strict=False).alias(self.mark("lon")),
        )

    def see(self, frame: pl.DataFrame) -> None:
        """Tell swapped coordinates from places elsewhere."""
        lat, lon = pl.col(self.mark("lat")), pl.col(self.mark("lon"))
        lat_is_lon = lat.is_between(JAPAN.west, JAPAN.east)
        lon_is_lat = lon.is_between(JAPAN.south, JAPAN.north)
        swapped = frame.filter(lat_is_lon & lon_is_lat)
        columns = {"longitude": f"c{self._longitude}"}
        if not self._is_told:
            self.report(
                swapped, "position-swapped", self._latitude, columns, repair="swap-positions"
            )
        self.report(frame.filter(lat_is_lon & ~lon_is_lat), "coordinate-swapped", self._latitude)
        self.report(frame.filter(lon_is_lat & ~lat_is_lon), "coordinate-swapped", self._longitude)
        inside = frame.filter(
            lat.is_between(JAPAN.south, JAPAN.north), lon.is_between(JAPAN.west, JAPAN.east)
        )
        self._look_where(inside)
        self._remember(inside)

    def _look_where(self, inside: pl.DataFrame) -> None:
        """Report positions outside the area the row's code names."""
        lat, lon = pl.col(self.mark("lat")), pl.col(self.mark("lon"))
        fallback = self.context.setting.municipality or ""
        code = pl.lit(fallback) if self._code is None else clean(self._code).fill_null(fallback)
        coded = inside.with_columns(code.alias("code"))
        for part in coded.partition_by("code"):
            area = area_of(part["code"][0])
            is_in = lat.is_between(area.south, area.north) & lon.is_between(area.west, area.east)
            outside = part.filter(~is_in)
            columns = {"longitude": f"c{self._longitude}"}
            self.report(outside, "position-outside", self._latitude, columns, area=area.name)

    def _remember(self, inside: pl.DataFrame) -> None:
        if self._address is None or self._rows > _REMEMBERED_ROWS:
            return
        self._rows += inside.height
        lat, lon = clean_name(self._latitude), clean_name(self._longitude)
        address = clean(self._address).hash()
        self._seen.append(
            inside.group_by(pl.col(lat).alias("lat"), pl.col(lon).alias("lon")).agg(
                pl.len().alias("rows"),
                pl.col(ROW).min(),
                address.min().alias("low"),
                address.max().alias("high"),
            )
        )

    def finish(self) -> None:
        """Report positions that many rows with different addresses share."""
        if not self._seen:
            return
        shared = (
            pl.concat(self._seen)
            .group_by("lat", "lon")
            .agg(pl.sum("rows"), pl.min(ROW), pl.min("low"), pl.max("high"))
            .filter(pl.col("rows") >= _STAND_IN, pl.col("low") != pl.col("high"))
            .sort(ROW)
        )
        for lat, lon, rows, row in shared.select("lat", "lon", "rows", ROW).iter_rows():
            self.context.add(
                "position-shared",
                index=self._latitude,
                row=row,
                value=lat,
                longitude=lon,
                rows=rows,
            )


def _address(context: Context) -> int | None:
    """Return the column of whole addresses, else of whatever is an address first."""
    columns = [column for column in context.columns if column.field.kind == "address"]
    whole = [column.index for column in columns if "連結" in column.field.name]
    return (whole or [column.index for column in columns] or [None])[0]
