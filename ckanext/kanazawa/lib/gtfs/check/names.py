"""Names of routes, and the readings of stops that route searches in Japan need."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW

READING = "ja-hrkt"


def check_names(inspection: Inspection) -> None:
    """Find routes without a name and stops without a reading."""
    _check_routes(inspection)
    stops = inspection.file("stops.txt", "stop_id", "stop_name")
    translations = inspection.feed.files.get("translations.txt")
    if stops is None or translations is None or not translations.rows:
        return
    rows = stops.frame.filter(pl.col("stop_name").is_not_null())
    rows = rows.filter(~_has_reading(translations))
    hits = rows.unique("stop_name", keep="first", maintain_order=True).select(ROW, "stop_name")
    inspection.note("gtfs-reading-missing", stops, "stop_name", hits)


def _check_routes(inspection: Inspection) -> None:
    routes = inspection.file("routes.txt", "route_id")
    if routes is None:
        return
    nameless = pl.lit(True)
    for column in ("route_short_name", "route_long_name"):
        if routes.has(column):
            nameless &= pl.col(column).is_null()
    hits = routes.frame.filter(nameless).select(ROW, "route_id")
    inspection.note("gtfs-route-nameless", routes, "route_id", hits)


def _has_reading(translations: FeedFile) -> pl.Expr:
    """Return an expression over the stops that is true where a reading is given."""
    frame = translations.frame
    if translations.has("trans_id", "lang"):
        texts = frame.filter(pl.col("lang").str.to_lowercase() == READING)["trans_id"]
        return pl.col("stop_name").is_in(texts.drop_nulls().implode())
    if not translations.has("table_name", "field_name", "language"):
        return pl.lit(True)
    names = frame.filter(
        (pl.col("table_name") == "stops")
        & (pl.col("field_name") == "stop_name")
        & (pl.col("language").str.to_lowercase() == READING)
    )
    found = pl.lit(False)
    for column, of in (("record_id", "stop_id"), ("field_value", "stop_name")):
        if translations.has(column):
            found |= pl.col(of).is_in(names[column].drop_nulls().implode())
    return found
