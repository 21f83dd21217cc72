"""Examine bus timetables: a ZIP that is a GTFS-JP feed is checked as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from ckanext.kanazawa.lib import gtfs
from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.schemas.tables.examine.outcome import Outcome
from ckanext.kanazawa.schemas.tables.examine.quotes import finding_rows, personal_count

FORMAT = "gtfs-jp"
STOPS = "stops.txt"


def is_feed(path: Path) -> bool:
    """Say whether a file is a ZIP with the files of a feed."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    return gtfs.is_feed(path)


def examine_feed(path: Path, name: str, listed_per_code: int) -> Outcome:
    """Check a feed.

    Args:
        path: the ZIP.
        name: of the file, for messages.
        listed_per_code: findings of one code that are kept.

    Raises:
        FileError: it cannot be read.
    """
    feed = gtfs.open_feed(path, name)
    report = gtfs.check(feed, listed_per_code=listed_per_code)
    found = report.findings
    stops = feed.files.get(STOPS)
    values = {
        "state": "examined",
        "error": None,
        "format": FORMAT,
        "confidence": 1.0,
        "encoding": stops.encoding if stops else None,
        "rows": sum(file.rows for file in feed.files.values()),
        "totals": {
            "severity": {level: found.by_severity[level] for level in SEVERITIES},
            "code": dict(found.totals.most_common()),
            "column": {},
            "repairable": found.repairable,
            "repairs": dict(found.repairs),
        },
        "personal": personal_count(found.totals),
        "facts": {"gtfs": _facts(feed, report)},
    }
    return Outcome(values, finding_rows(found.listed))


def _facts(feed: gtfs.Feed, report: gtfs.FeedReport) -> dict[str, Any]:
    """Return files, days covered, and what a map needs to know beforehand."""
    known = report.as_dict()
    sizes = {file.name: file.rows for file in feed.files.values()}
    return {
        "files": known["files"],
        "valid": known["valid"],
        "stops": sizes.get(STOPS, 0),
        "routes": sizes.get("routes.txt", 0),
        "bounds": _bounds(feed),
    }


def _bounds(feed: gtfs.Feed) -> list[float] | None:
    """Return [west, south, east, north] of the stops; None where none has a position."""
    stops = feed.files.get(STOPS)
    if stops is None or not stops.has("stop_lat", "stop_lon"):
        return None
    found = stops.frame.select(
        x=pl.col("stop_lon").cast(pl.Float64, strict=False),
        y=pl.col("stop_lat").cast(pl.Float64, strict=False),
    ).filter(pl.col("x").is_between(-180, 180), pl.col("y").is_between(-90, 90))
    if found.is_empty():
        return None
    west, south, east, north = found.select(
        pl.col("x").min().alias("w"),
        pl.col("y").min().alias("s"),
        pl.col("x").max().alias("e"),
        pl.col("y").max().alias("n"),
    ).row(0)
    return [west, south, east, north]
