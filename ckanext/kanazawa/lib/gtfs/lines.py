"""The line each route takes: as drawn in `shapes.txt`, else from stop to stop."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.feed import Feed, FeedFile

# As JSON writes numbers.
COORDINATE = r"^-?(?:0|[1-9][0-9]{0,2})(?:\.[0-9]+)?$"
SHAPE_COLUMNS = ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")
SCHEMA = {"route_id": pl.String, "line_from": pl.String, "geometry": pl.String}


def route_lines(feed: Feed) -> pl.DataFrame:
    """Return route_id, line_from ("shapes.txt" or "stops.txt") and geometry (GeoJSON text).

    A route with several shapes becomes a MultiLineString. A route without any is drawn as
    straight lines through the stops of its longest pattern, the one with most stops.
    """
    drawn = _from_shapes(feed)
    through_stops = _from_stops(feed).filter(~pl.col("route_id").is_in(drawn["route_id"].implode()))
    return pl.concat([drawn, through_stops])


def _has(feed: Feed, name: str, *columns: str) -> FeedFile | None:
    file = feed.files.get(name)
    return file if file is not None and file.has(*columns) else None


def usable_points(file: FeedFile, latitude: str, longitude: str) -> pl.DataFrame:
    """Return the rows with a usable position, and the position as GeoJSON writes it."""
    usable = pl.col(latitude).str.contains(COORDINATE) & pl.col(longitude).str.contains(COORDINATE)
    north = pl.col(latitude).cast(pl.Float64, strict=False)
    east = pl.col(longitude).cast(pl.Float64, strict=False)
    # 0, 0 is what is written where nothing is known; the stop itself is no point then either.
    on_earth = (north.abs() <= 90) & (east.abs() <= 180) & ((north != 0) | (east != 0))
    point = pl.concat_str(pl.lit("["), longitude, pl.lit(","), latitude, pl.lit("]"))
    return file.frame.filter(usable & on_earth).with_columns(point=point)


def _from_shapes(feed: Feed) -> pl.DataFrame:
    shapes = _has(feed, "shapes.txt", *SHAPE_COLUMNS)
    trips = _has(feed, "trips.txt", "route_id", "shape_id")
    if shapes is None or trips is None:
        return pl.DataFrame(schema=SCHEMA)
    points = usable_points(shapes, "shape_pt_lat", "shape_pt_lon")
    lines = (
        points.with_columns(order=pl.col("shape_pt_sequence").cast(pl.Int64, strict=False))
        .drop_nulls(["shape_id", "order"])
        .sort("shape_id", "order")
        .group_by("shape_id", maintain_order=True)
        .agg(line=pl.col("point").str.join(","), length=pl.len())
        .filter(pl.col("length") > 1)
    )
    used = trips.frame.select("route_id", "shape_id").drop_nulls().unique(maintain_order=True)
    wrapped = pl.concat_str(pl.lit("["), "line", pl.lit("]"))
    grouped = (
        used.join(lines, on="shape_id", maintain_order="left")
        .group_by("route_id", maintain_order=True)
        .agg(lines=wrapped.str.join(","), number=pl.len())
    )
    single = pl.col("number") == 1
    geometry = (
        pl.when(single)
        .then(_geometry("LineString", pl.col("lines")))
        .otherwise(_geometry("MultiLineString", pl.concat_str(pl.lit("["), "lines", pl.lit("]"))))
    )
    return grouped.select("route_id", line_from=pl.lit("shapes.txt"), geometry=geometry)


def _from_stops(feed: Feed) -> pl.DataFrame:
    stops = _has(feed, "stops.txt", "stop_id", "stop_lat", "stop_lon")
    trips = _has(feed, "trips.txt", "route_id", "trip_id")
    times = _has(feed, "stop_times.txt", "trip_id", "stop_id", "stop_sequence")
    if stops is None or trips is None or times is None:
        return pl.DataFrame(schema=SCHEMA)
    points = usable_points(stops, "stop_lat", "stop_lon").unique("stop_id", keep="first")
    routes = trips.frame.select("route_id", "trip_id").drop_nulls().unique("trip_id", keep="first")
    order = pl.col("stop_sequence").cast(pl.Int64, strict=False)
    patterns = (
        times.frame.select("trip_id", "stop_id", order=order)
        .drop_nulls()
        .join(points.select("stop_id", "point"), on="stop_id")
        .sort("trip_id", "order")
        .group_by("trip_id", maintain_order=True)
        .agg(line=pl.col("point").str.join(","), length=pl.len())
        .filter(pl.col("length") > 1)
        .join(routes, on="trip_id")
        .group_by("route_id", "line", "length")
        .agg(trips=pl.len())
    )
    # Of equally long patterns the one that runs most often; the text only makes it certain.
    longest = patterns.sort(
        "route_id", "length", "trips", "line", descending=[False, True, True, False]
    ).unique("route_id", keep="first", maintain_order=True)
    line = _geometry("LineString", pl.concat_str(pl.lit("["), "line", pl.lit("]")))
    return longest.select("route_id", line_from=pl.lit("stops.txt"), geometry=line)


def _geometry(kind: str, coordinates: pl.Expr) -> pl.Expr:
    opening = pl.lit(f'{{"type":"{kind}","coordinates":')
    return pl.concat_str(opening, coordinates, pl.lit("}"))
