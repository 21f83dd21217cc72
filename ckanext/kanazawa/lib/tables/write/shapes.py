"""The geometry of each row: a point from two columns, or GeoJSON that stands in one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write.job import Job
from ckanext.kanazawa.lib.tables.write.types import NUMBER_PATTERN

LATITUDES = ("緯度", "latitude", "lat", "stop_lat")
LONGITUDES = ("経度", "longitude", "lng", "lon", "long", "stop_lon")
# Reading GeoJSON puts shapes that are no plain points into a column of this name.
GEOMETRY = "geometry"
# Lists around each position.
DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
Position = tuple[float, float]


class Shapes:
    """The geometries of a table.

    Attributes:
        column: 0-based column that holds GeoJSON and is no property, or None.
        count: rows that have a geometry.
        box: west, south, east and north of all positions; [] before the first.

    Raises:
        WriteError: nothing tells where the positions are.
    """

    def __init__(self, job: Job):
        self.job = job
        self.count = 0
        self.box: list[float] = []
        self.column = _geometry_column(job)
        self.position = None if job.options.geometry is not None else _position_columns(job)
        if self.column is None and self.position is None:
            raise WriteError("no-position-columns", file=job.table.origin.name)

    def geometries(self, frame: pl.DataFrame) -> pl.Series:
        """Return one GeoJSON geometry per row as text, "null" where there is none."""
        shapes = pl.Series([None] * frame.height, dtype=pl.String)
        if self.column is not None:
            shapes = self._texts(frame[self.job.cells[self.column]])
        if self.position is not None:
            shapes = shapes.zip_with(shapes.is_not_null(), self._points(frame, shapes))
        self.count += frame.height - shapes.null_count()
        self._note(frame.filter(shapes.is_null()))
        return shapes.fill_null("null")

    def _points(self, frame: pl.DataFrame, shapes: pl.Series) -> pl.Series:
        latitude, longitude = (self.job.cells[index] for index in self.position or ())
        x, y = (pl.col(name).str.strip_chars() for name in (longitude, latitude))
        east, north = x.cast(pl.Float64, strict=False), y.cast(pl.Float64, strict=False)
        numbers = x.str.contains(NUMBER_PATTERN) & y.str.contains(NUMBER_PATTERN)
        # 0, 0 lies in the sea off Africa: what is written where nothing is known.
        on_earth = (east.abs() <= 180) & (north.abs() <= 90) & ((east != 0) | (north != 0))
        point = pl.concat_str(
            pl.lit('{"type":"Point","coordinates":['), x, pl.lit(","), y, pl.lit("]}")
        )
        valid = frame.select(
            point=pl.when(numbers & on_earth & shapes.is_null()).then(point), east=east, north=north
        )
        inside = valid.drop_nulls("point")
        if inside.height:
            self._widen(*inside.select(
                west=pl.col("east").min(), south=pl.col("north").min(),
                east=pl.col("east").max(), north=pl.col("north").max(),
            ).row(0))  # fmt: skip
        return valid["point"]

    def _texts(self, cells: pl.Series) -> pl.Series:
        """Return the cells that are geometries."""
        texts: list[str | None] = []
        for text in cells:
            positions = _positions(text) if text else []
            texts.append(text if positions else None)
            if positions:
                east, north = zip(*positions, strict=True)
                self._widen(min(east), min(north), max(east), max(north))
        return pl.Series(texts, dtype=pl.String)

    def _widen(self, west: float, south: float, east: float, north: float) -> None:
        w, s, e, n = self.box or (west, south, east, north)
        self.box = [min(w, west), min(s, south), max(e, east), max(n, north)]

    def _note(self, rows: pl.DataFrame) -> None:
        """List rows without a geometry, with what stands in its place."""
        if not rows.height:
            return
        columns = self.position or (self.column or 0,)
        names = [self.job.cells[index] for index in columns]
        nothing = pl.all_horizontal(pl.col(names).is_null())
        cells = (pl.col(name).fill_null("") for name in names)
        found = rows.select(ROW, text=pl.when(~nothing).then(pl.concat_str(*cells, separator=", ")))
        headings = "、".join(self.job.table.headings[index] for index in columns)
        for empty, code in ((False, "without-position"), (True, "without-any-position")):
            hits = found.filter(pl.col("text").is_null() == empty)
            self.job.note(code, hits, columns[0], headings=headings)


def _geometry_column(job: Job) -> int | None:
    if job.options.geometry is not None:
        return job.options.geometry
    if job.table.origin.kind == "geojson" and GEOMETRY in job.table.headings:
        return job.table.headings.index(GEOMETRY)
    return None


def _position_columns(job: Job) -> tuple[int, int] | None:
    """Return the columns of latitude and longitude, as told, recognised, or headed."""
    if job.options.position:
        return job.options.position
    columns = job.options.recognition.columns if job.options.recognition else {}
    kinds = {field.kind: index for index, field in reversed(list(columns.items()))}
    if "latitude" in kinds and "longitude" in kinds:
        return kinds["latitude"], kinds["longitude"]
    return headed_positions(job.table.headings)


def headed_positions(headings: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of latitude and longitude as the headings alone tell."""
    lowered = [heading.strip().lower() for heading in headings]
    latitude, longitude = _headed(lowered, LATITUDES), _headed(lowered, LONGITUDES)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _headed(headings: list[str], names: tuple[str, ...]) -> int | None:
    """Return the column with one of the names, or the only one that begins with the first."""
    for name in names:
        if name in headings:
            return headings.index(name)
    beginning = [index for index, text in enumerate(headings) if text.startswith(names[0])]
    return beginning[0] if len(beginning) == 1 else None


def _positions(text: str) -> list[Position]:
    """Return every (longitude, latitude) of a geometry; [] where it is none."""
    try:
        return list(_of_shape(json.loads(text, parse_constant=_refuse)))
    except (ValueError, RecursionError):
        return []


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and the like, which Python reads and JSON has not.


def _of_shape(shape: Any) -> Iterator[Position]:
    if not isinstance(shape, dict):
        raise ValueError(shape)
    if shape.get("type") == "GeometryCollection" and isinstance(shape.get("geometries"), list):
        for part in shape["geometries"]:
            yield from _of_shape(part)
        return
    kind = shape.get("type")
    if kind not in DEPTHS:
        raise ValueError(kind)
    yield from _of_list(shape.get("coordinates"), DEPTHS[kind])


def _of_list(part: Any, depth: int) -> Iterator[Position]:
    """Yield the positions inside so many lists.

    Raises:
        ValueError: there is something else, or a position that is not on earth.
    """
    if not isinstance(part, list):
        raise ValueError(part)
    if depth:
        for inner in part:
            yield from _of_list(inner, depth - 1)
        return
    if len(part) < 2 or any(type(number) not in (int, float) for number in part):
        raise ValueError(part)
    if abs(part[0]) > 180 or abs(part[1]) > 90:
        raise ValueError(part)
    yield float(part[0]), float(part[1])
