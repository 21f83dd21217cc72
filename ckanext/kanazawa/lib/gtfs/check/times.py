"""Times of each trip: in order, known at both ends, and past midnight as 24:00:00 and later."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW

COLUMNS = ("trip_id", "stop_sequence", "arrival_time", "departure_time")
TIME = r"^([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])$"


def check_times(inspection: Inspection) -> None:
    """Follow each trip from its first stop to its last."""
    file = inspection.file("stop_times.txt", *COLUMNS)
    if file is None or not file.rows:
        return
    stops = _ordered(file)
    _check_ends(inspection, file, stops)
    _check_order(inspection, file, stops)
    _check_lengths(inspection, file, stops)


def seconds(column: str) -> pl.Expr:
    """Return an expression that reads H:MM:SS as seconds since the day of service began."""
    parts = [pl.col(column).str.extract(TIME, group).cast(pl.Int32) for group in (1, 2, 3)]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


def _ordered(file: FeedFile) -> pl.DataFrame:
    """Return the stops of all trips, each trip in its order."""
    frame = file.frame.select(
        ROW,
        *COLUMNS,
        arrives=seconds("arrival_time"),
        departs=seconds("departure_time"),
        order=pl.col("stop_sequence").cast(pl.Int64, strict=False),
    )
    return frame.drop_nulls(["trip_id", "order"]).sort("trip_id", "order")


def _check_ends(inspection: Inspection, file: FeedFile, stops: pl.DataFrame) -> None:
    ends = (pl.col("order") == pl.col("order").min()) | (pl.col("order") == pl.col("order").max())
    untimed = pl.col("arrival_time").is_null() & pl.col("departure_time").is_null()
    hits = stops.filter(ends.over("trip_id") & untimed)
    inspection.note(
        "gtfs-end-without-time",
        file,
        "departure_time",
        hits.select(ROW, "departure_time", "trip_id"),
    )


def _check_order(inspection: Inspection, file: FeedFile, stops: pl.DataFrame) -> None:
    """Compare each time with the latest one before it."""
    early = stops.filter(pl.col("departs") < pl.col("arrives"))
    inspection.note(
        "gtfs-departs-before-arrival",
        file,
        "departure_time",
        early.select(ROW, "departure_time", "arrival_time", "trip_id"),
    )
    left = pl.coalesce("departs", "arrives")
    shown = pl.coalesce("departure_time", "arrival_time")
    timed = stops.with_columns(
        before=left.forward_fill().shift(1).over("trip_id"),
        earlier=shown.forward_fill().shift(1).over("trip_id"),
    )
    arrives = pl.coalesce("arrives", "departs")
    back = timed.filter(arrives < pl.col("before"))
    inspection.note(
        "gtfs-time-backwards",
        file,
        "arrival_time",
        back.select(
            ROW,
            pl.coalesce("arrival_time", "departure_time").alias("arrival_time"),
            "earlier",
            "trip_id",
        ),
    )


def _check_lengths(inspection: Inspection, file: FeedFile, stops: pl.DataFrame) -> None:
    lonely = stops.filter(pl.len().over("trip_id") < 2)
    inspection.note("gtfs-trip-too-short", file, "trip_id", lonely.select(ROW, "trip_id"))
