"""Vehicles that would have to fly: a sign of a wrong position or a wrong time."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.check.positions import EAST, NORTH, SOUTH, WEST
from ckanext.kanazawa.lib.gtfs.check.times import COLUMNS, seconds
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW

EARTH_KM = 6371.0
# Kilometres an hour between two stops that nothing on the road exceeds; trains go faster.
ROAD_LIMIT, OTHER_LIMIT = 150, 500
ROAD_TYPES = r"^(?:3|11|2\d\d|7\d\d|8\d\d)$"
# Timetables count in minutes, so two stops a minute apart may be two minutes apart.
GRACE_S = 60


def check_speeds(inspection: Inspection) -> None:
    """Compare the way between stops with the time it takes."""
    times = inspection.file("stop_times.txt", "stop_id", *COLUMNS)
    stops = inspection.file("stops.txt", "stop_id", "stop_lat", "stop_lon")
    if times is None or stops is None or not times.rows:
        return
    hops = _hops(times, stops).join(_limits(inspection), on="trip_id", how="left")
    speed = pl.col("km") / (pl.col("took") + GRACE_S) * 3600
    limit = pl.col("limit").fill_null(OTHER_LIMIT)
    fast = hops.filter(speed > limit).with_columns(speed=speed.round(0).cast(pl.Int64)).sort(ROW)
    hits = fast.select(
        ROW, "stop_id", "trip_id", "before", "speed", km=pl.col("km").round(1).cast(pl.String)
    )
    inspection.note("gtfs-too-fast", times, "stop_id", hits)


def _hops(times: FeedFile, stops: FeedFile) -> pl.DataFrame:
    """Return each way from a stop to the next, where both have times and positions."""
    north = pl.col("stop_lat").cast(pl.Float64, strict=False)
    east = pl.col("stop_lon").cast(pl.Float64, strict=False)
    # Positions elsewhere are findings of their own.
    here = stops.frame.filter(north.is_between(SOUTH, NORTH) & east.is_between(WEST, EAST))
    places = here.select("stop_id", north=north.radians(), east=east.radians()).unique(
        "stop_id", keep="first"
    )
    ordered = (
        times.frame.select(
            ROW,
            "trip_id",
            "stop_id",
            order=pl.col("stop_sequence").cast(pl.Int64, strict=False),
            arrives=pl.coalesce(seconds("arrival_time"), seconds("departure_time")),
            departs=pl.coalesce(seconds("departure_time"), seconds("arrival_time")),
        )
        .drop_nulls(["trip_id", "order", "arrives"])
        .join(places, on="stop_id")
        .sort("trip_id", "order")
    )
    previous = {"before": "stop_id", "left": "departs", "north0": "north", "east0": "east"}
    return ordered.with_columns(
        pl.col(of).shift(1).over("trip_id").alias(name) for name, of in previous.items()
    ).select(ROW, "trip_id", "stop_id", "before", took=_took(), km=_distance_km())


def _took() -> pl.Expr:
    """Return the seconds on the way; times that run backwards are another finding."""
    took = pl.col("arrives") - pl.col("left")
    return pl.when(took >= 0).then(took)


def _distance_km() -> pl.Expr:
    """Return the way along the earth's surface (haversine)."""
    north, north0 = pl.col("north"), pl.col("north0")
    east = pl.col("east") - pl.col("east0")
    half = ((north - north0) / 2).sin() ** 2 + north.cos() * north0.cos() * (east / 2).sin() ** 2
    return 2 * EARTH_KM * half.sqrt().clip(0, 1).arcsin()


def _limits(inspection: Inspection) -> pl.DataFrame:
    """Return the limit of each trip, after the kind of vehicle of its route."""
    trips = inspection.file("trips.txt", "trip_id", "route_id")
    routes = inspection.file("routes.txt", "route_id", "route_type")
    if trips is None or routes is None:
        return pl.DataFrame(schema={"trip_id": pl.String, "limit": pl.Int32})
    road = pl.col("route_type").str.contains(ROAD_TYPES)
    kinds = routes.frame.select(
        "route_id", limit=pl.when(road).then(ROAD_LIMIT).otherwise(OTHER_LIMIT)
    )
    joined = trips.frame.select("trip_id", "route_id").join(
        kinds.unique("route_id", keep="first"), on="route_id"
    )
    return joined.select("trip_id", "limit").unique("trip_id", keep="first")
