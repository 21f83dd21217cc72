"""Stops and points of shapes that the lines of a feed do not pass through."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.lines import SHAPE_COLUMNS, usable_points
from ckanext.kanazawa.lib.tables.table import ROW


def note_omissions(
    inspection: Inspection, routes_of_stops: pl.DataFrame, shapes: Collection[str]
) -> None:
    """List what has no usable position although a line would lead there.

    Args:
        inspection: takes the findings.
        routes_of_stops: stop_id and the routes that are drawn from stop to stop (`route_ids`).
        shapes: shape_ids of the routes that are drawn as in `shapes.txt`.
    """
    stops = inspection.file("stops.txt", "stop_id", "stop_lat", "stop_lon")
    if stops is not None:
        usable = usable_points(stops, "stop_lat", "stop_lon")
        left = stops.frame.join(usable, on="stop_id", how="anti").join(routes_of_stops, "stop_id")
        name = "stop_name" if stops.has("stop_name") else "stop_id"
        place = _place(left, "stop_lat", "stop_lon")
        hits = place.with_columns(
            stop=left[name].fill_null(left["stop_id"]),
            routes=left["route_ids"].str.replace_all(";", ", ", literal=True),
        )
        inspection.note("gtfs-stop-not-in-line", stops, "stop_lat", hits.sort(ROW))
    points = inspection.file("shapes.txt", *SHAPE_COLUMNS)
    if points is not None:
        used = points.frame.filter(pl.col("shape_id").is_in(list(shapes)))
        usable = usable_points(points, "shape_pt_lat", "shape_pt_lon")
        left = used.join(usable, on=ROW, how="anti")
        hits = _place(left, "shape_pt_lat", "shape_pt_lon")
        inspection.note("gtfs-point-not-in-line", points, "shape_pt_lat", hits.sort(ROW))


def _place(rows: pl.DataFrame, latitude: str, longitude: str) -> pl.DataFrame:
    """Return the rows, and what stands in the place of a position."""
    cells = (pl.col(name).fill_null("") for name in (latitude, longitude))
    return rows.select(ROW, pl.concat_str(*cells, separator=", ").alias(latitude))
