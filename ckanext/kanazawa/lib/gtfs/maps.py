"""Stops as points and routes as lines, for maps."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.feed import Feed, FeedFile
from ckanext.kanazawa.lib.gtfs.lines import route_lines
from ckanext.kanazawa.lib.gtfs.omissions import note_omissions
from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.findings import Findings
from ckanext.kanazawa.lib.tables.table import BLOCK_ROWS, ROW, Block, Origin, Table, column_name
from ckanext.kanazawa.lib.tables.write import Written, write

GEOMETRY = "geometry"
# What people call a route, the first that is there.
ROUTE_NAMES = ("route_long_name", "route_short_name")


def stops_table(feed: Feed) -> Table:
    """Return `stops.txt`, and in `route_ids` the routes that call at each stop (with ";").

    Raises:
        WriteError: the feed has no stops with positions.
    """
    file = _needed(feed, "stops.txt", "stop_id", "stop_lat", "stop_lon")
    frame = file.frame.join(_routes_of_stops(feed), on="stop_id", how="left", maintain_order="left")
    return _table(feed, file, frame)


def routes_table(feed: Feed) -> Table:
    """Return `routes.txt`, with the number of trips, where the line comes from, and the line.

    The last columns are `trips`, `line_from` ("shapes.txt": as drawn; "stops.txt": straight
    from stop to stop along the longest pattern) and `geometry` (GeoJSON as text).

    Raises:
        WriteError: the feed has no routes.
    """
    file = _needed(feed, "routes.txt", "route_id")
    frame = file.frame.join(
        _trips_of_routes(feed), on="route_id", how="left", maintain_order="left"
    )
    frame = frame.join(route_lines(feed), on="route_id", how="left", maintain_order="left")
    return _table(feed, file, frame)


def write_stops(
    feed: Feed, target: Path | BinaryIO, form: str = "geojson", **options: Any
) -> Written:
    """Write the stops as points; options are those of `tables.write`.

    Raises:
        WriteError: as `stops_table` and `tables.write`.
    """
    table = stops_table(feed)
    position = (table.headings.index("stop_lat"), table.headings.index("stop_lon"))
    return write(table, target, form, position=position, **options)


def write_routes(
    feed: Feed, target: Path | BinaryIO, form: str = "geojson", **options: Any
) -> Written:
    """Write the routes as lines; options are those of `tables.write`.

    Raises:
        WriteError: as `routes_table` and `tables.write`.
    """
    table = routes_table(feed)
    written = write(table, target, form, geometry=table.headings.index(GEOMETRY), **options)
    if sum(map(written.findings.take_back, ("without-position", "without-any-position"))):
        _note_undrawn(feed, table, written.findings)
    _note_omissions(feed, table, written.findings)
    return written


def _note_undrawn(feed: Feed, table: Table, findings: Findings) -> None:
    """Add the routes that have no line at all, with their names."""
    known = {heading: column_name(index) for index, heading in enumerate(table.headings)}
    names = [known[name] for name in (*ROUTE_NAMES, "route_id") if name in known]
    undrawn = [
        block.frame.filter(pl.col(known[GEOMETRY]).is_null()).select(
            ROW, route_id=pl.col(known["route_id"]), route=pl.coalesce(names)
        )
        for block in table.blocks()
    ]
    inspection = Inspection(feed, findings, date.today())
    routes = feed.files["routes.txt"]
    inspection.note("gtfs-route-without-line", routes, "route_id", pl.concat(undrawn))


def _note_omissions(feed: Feed, table: Table, findings: Findings) -> None:
    """Add to the findings what the lines do not pass through."""
    route, source = (column_name(table.headings.index(name)) for name in ("route_id", "line_from"))
    shaped = [
        known
        for block in table.blocks()
        for known in block.frame.filter(pl.col(source) == "shapes.txt")[route]
    ]
    trips = feed.files.get("trips.txt")
    shapes: set[str] = set()
    if shaped and trips is not None:
        own = trips.frame.filter(pl.col("route_id").is_in(shaped))
        shapes = set(own["shape_id"].drop_nulls())
    inspection = Inspection(feed, findings, date.today())
    note_omissions(inspection, _routes_of_stops(feed, drawn=shaped), shapes)


def _needed(feed: Feed, name: str, *columns: str) -> FeedFile:
    file = feed.files.get(name)
    if file is None or not file.has(*columns):
        raise WriteError("gtfs-nothing-to-draw", file=feed.name, needed=name)
    return file


def _trips_of_routes(feed: Feed) -> pl.DataFrame:
    """Return route_id and its number of trips."""
    trips = feed.files.get("trips.txt")
    if trips is None or not trips.has("route_id"):
        return pl.DataFrame(schema={"route_id": pl.String, "trips": pl.String})
    counts = trips.frame.drop_nulls("route_id").group_by("route_id").agg(trips=pl.len())
    return counts.with_columns(pl.col("trips").cast(pl.String))


def _routes_of_stops(feed: Feed, drawn: Collection[str] = ()) -> pl.DataFrame:
    """Return stop_id and the routes that call there, without those that are drawn already."""
    trips, times = feed.files.get("trips.txt"), feed.files.get("stop_times.txt")
    nothing = pl.DataFrame(schema={"stop_id": pl.String, "route_ids": pl.String})
    if trips is None or not trips.has("trip_id", "route_id"):
        return nothing
    if times is None or not times.has("trip_id", "stop_id"):
        return nothing
    calls = times.frame.select("trip_id", "stop_id").unique()
    pairs = calls.join(trips.frame.select("trip_id", "route_id"), on="trip_id")
    pairs = pairs.filter(~pl.col("route_id").is_in(list(drawn)))
    pairs = pairs.select("stop_id", "route_id").drop_nulls().unique().sort("stop_id", "route_id")
    return pairs.group_by("stop_id", maintain_order=True).agg(
        route_ids=pl.col("route_id").str.join(";")
    )


def _table(feed: Feed, file: FeedFile, frame: pl.DataFrame) -> Table:
    headings = tuple(name for name in frame.columns if name != ROW)
    names = {heading: column_name(index) for index, heading in enumerate(headings)}
    renamed = frame.with_columns(pl.col(ROW).cast(pl.UInt32)).rename(names)

    def read() -> Iterator[Block]:
        for start in range(0, max(renamed.height, 1), BLOCK_ROWS):
            yield Block(renamed.slice(start, BLOCK_ROWS))

    origin = Origin(feed.name, "csv", encoding=file.encoding, member=file.member, sheet=file.name)
    return Table(origin, headings, 1, read)
