"""GeoJSON as RFC 7946 has it: WGS 84, longitude first, no `crs`.

Positions have two numbers. RFC 7946 counts a third from the WGS 84 ellipsoid; heights in
Japanese tables are metres above sea level (some 37 m less around Kanazawa), metres above
ground, or storeys. They stay among the properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import polars as pl

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write.fragments import (
    note_kept_as_text,
    object_fragment,
    write_lines,
)
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.names import unique_names
from ckanext.kanazawa.lib.tables.write.types import NUMBER_PATTERN, Type, number_types

LATITUDES = ("緯度", "latitude", "lat", "stop_lat")
LONGITUDES = ("経度", "longitude", "lng", "lon", "long", "stop_lon")


class GeoJson(Form):
    """A FeatureCollection: one Feature a row, all cells as properties.

    A row without a valid position becomes a Feature whose geometry is null, and is counted.
    The box around all positions stands at the end, where it is known.
    """

    name = "geojson"
    suffix = ".geojson"
    media_type = "application/geo+json"

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the collection, feature by feature."""
        shapes = _Texts(job) if job.options.geometry is not None else _Points(job)
        types = number_types(job.options.recognition)
        feature = _feature(job, types)
        out.write(b'{"type":"FeatureCollection","features":[\n')
        for frame in job.frames():
            note_kept_as_text(job, frame, types)
            frame = frame.with_columns(shapes.geometries(frame).alias("geometry"))
            write_lines(out, frame.select(feature).to_series(), ",\n", first=job.rows == 0)
        box = f',"bbox":{json.dumps(shapes.box)}' if shapes.box else ""
        out.write(f"\n]{box}}}\n".encode())
        job.facts["with_position"] = shapes.count


def _feature(job: Job, types: dict[int, Type]) -> pl.Expr:
    skip = job.options.geometry
    return pl.concat_str(
        pl.lit('{"type":"Feature","geometry":'),
        pl.col("geometry"),
        pl.lit(',"properties":'),
        object_fragment(job, unique_names(job, skip), types, skip),
        pl.lit("}"),
    ).alias("feature")


class _Shapes:
    """The geometries of a table, and the box around them (west, south, east, north)."""

    def __init__(self, job: Job):
        self.job = job
        self.count = 0
        self.box: list[float] = []

    def geometries(self, frame: pl.DataFrame) -> pl.Series:
        """Return one GeoJSON geometry per row as text, "null" where there is none."""
        raise NotImplementedError

    def widen(self, west: float, south: float, east: float, north: float) -> None:
        """Make the box hold another one."""
        w, s, e, n = self.box or (west, south, east, north)
        self.box = [min(w, west), min(s, south), max(e, east), max(n, north)]


class _Points(_Shapes):
    """Points from a column of latitudes and one of longitudes."""

    def __init__(self, job: Job):
        super().__init__(job)
        self.latitude, self.longitude = _position(job)

    def geometries(self, frame: pl.DataFrame) -> pl.Series:
        """Make points, list the rows that have no valid position."""
        names = (self.job.cells[self.longitude], self.job.cells[self.latitude])
        x, y = (pl.col(name).str.strip_chars() for name in names)
        east, north = x.cast(pl.Float64, strict=False), y.cast(pl.Float64, strict=False)
        numbers = x.str.contains(NUMBER_PATTERN) & y.str.contains(NUMBER_PATTERN)
        # 0, 0 lies in the sea off Africa: what is written where nothing is known.
        on_earth = (east.abs() <= 180) & (north.abs() <= 90) & ((east != 0) | (north != 0))
        valid = (numbers & on_earth).fill_null(False)
        found = frame.select(ROW, *names, valid=valid, east=east, north=north, x=x, y=y)
        self._note(found.filter(~pl.col("valid")), names)
        inside = found.filter("valid")
        if inside.height:
            self.count += inside.height
            edges = inside.select(
                pl.col("east").min().alias("w"),
                pl.col("north").min().alias("s"),
                pl.col("east").max().alias("e"),
                pl.col("north").max().alias("n"),
            )
            self.widen(*edges.row(0))
        point = pl.concat_str(
            pl.lit('{"type":"Point","coordinates":['), "x", pl.lit(","), "y", pl.lit("]}")
        )
        return found.select(pl.when("valid").then(point).otherwise(pl.lit("null"))).to_series()

    def _note(self, hits: pl.DataFrame, names: tuple[str, str]) -> None:
        if hits.height:
            y, x = (pl.col(name).fill_null("") for name in reversed(names))
            pair = pl.concat_str(y, pl.lit(", "), x)
            self.job.note("without-position", hits.select(ROW, pair), self.latitude)


class _Texts(_Shapes):
    """Geometries that stand in a column as GeoJSON text."""

    def geometries(self, frame: pl.DataFrame) -> pl.Series:
        """Check that each is a geometry; list the rows that have none."""
        index = self.job.options.geometry or 0
        name = self.job.cells[index]
        texts: list[str] = []
        without: list[tuple[int, str | None]] = []
        for row, text in frame.select(ROW, name).iter_rows():
            positions = list(_positions(text))
            texts.append(text if positions else "null")
            if positions:
                self.count += 1
                east, north = zip(*positions, strict=True)
                self.widen(min(east), min(north), max(east), max(north))
            else:
                without.append((row, text))
        hits = pl.DataFrame(without, schema={ROW: pl.UInt32, name: pl.String}, orient="row")
        self.job.note("without-position", hits, index)
        return pl.Series(texts, dtype=pl.String)


def _positions(text: str | None) -> Iterator[tuple[float, float]]:
    """Yield every (longitude, latitude) of a geometry; none where it is no geometry."""
    try:
        shape = json.loads(text or "null")
    except ValueError:
        return
    pending: list[Any] = [shape.get("coordinates")] if isinstance(shape, dict) else []
    while pending:
        part = pending.pop()
        if not isinstance(part, list):
            continue
        if len(part) >= 2 and all(isinstance(number, int | float) for number in part):
            yield float(part[0]), float(part[1])
        else:
            pending.extend(part)


def _position(job: Job) -> tuple[int, int]:
    """Return the columns of latitude and longitude.

    Raises:
        WriteError: nothing tells which they are.
    """
    if job.options.position:
        return job.options.position
    columns = job.options.recognition.columns if job.options.recognition else {}
    kinds = {field.kind: index for index, field in reversed(list(columns.items()))}
    if "latitude" in kinds and "longitude" in kinds:
        return kinds["latitude"], kinds["longitude"]
    headings = [heading.strip().lower() for heading in job.table.headings]
    latitude = next((headings.index(name) for name in LATITUDES if name in headings), None)
    longitude = next((headings.index(name) for name in LONGITUDES if name in headings), None)
    if latitude is None or longitude is None:
        raise WriteError("no-position-columns", file=job.table.origin.name)
    return latitude, longitude
