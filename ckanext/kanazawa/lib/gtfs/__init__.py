"""GTFS-JP, the standard format of bus timetables: read a feed, check it, draw it on a map."""

from ckanext.kanazawa.lib.gtfs.check import check
from ckanext.kanazawa.lib.gtfs.feed import Feed, FeedFile, is_feed, open_feed
from ckanext.kanazawa.lib.gtfs.maps import (
    routes_table,
    stops_table,
    write_routes,
    write_stops,
)
from ckanext.kanazawa.lib.gtfs.report import FeedReport

__all__ = [
    "Feed",
    "FeedFile",
    "FeedReport",
    "check",
    "is_feed",
    "open_feed",
    "routes_table",
    "stops_table",
    "write_routes",
    "write_stops",
]
