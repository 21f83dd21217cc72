"""Positions of stops and of the points of shapes."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.definitions import definitions
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW

PLACES = (
    ("stops.txt", "stop_lat", "stop_lon"),
    ("shapes.txt", "shape_pt_lat", "shape_pt_lon"),
)
# Japan with all its islands, a little wide.
SOUTH, NORTH, WEST, EAST = 20, 46, 122, 154


def check_positions(inspection: Inspection) -> None:
    """Find positions that are swapped, impossible, or outside Japan."""
    for name, latitude, longitude in PLACES:
        file = inspection.file(name, latitude, longitude)
        if file is not None:
            _check_places(inspection, file, latitude, longitude)


def _check_places(inspection: Inspection, file: FeedFile, latitude: str, longitude: str) -> None:
    # What is no number (nan, inf) is told as such already.
    north, east = (_number(file, column) for column in (latitude, longitude))
    swapped = north.is_between(WEST, EAST) & east.is_between(SOUTH, NORTH)
    impossible = (north.abs() > 90) | (east.abs() > 180) | ((north == 0) & (east == 0))
    outside = ~(north.is_between(SOUTH, NORTH) & east.is_between(WEST, EAST))
    problem = (
        pl.when(swapped)
        .then(pl.lit("gtfs-position-swapped"))
        .when(impossible)
        .then(pl.lit("gtfs-position-impossible"))
        .when(outside)
        .then(pl.lit("gtfs-position-abroad"))
    )
    wrong = file.frame.select(ROW, latitude, longitude=longitude, problem=problem).drop_nulls()
    for (code,), hits in wrong.group_by("problem", maintain_order=True):
        inspection.note(str(code), file, latitude, hits.drop("problem"))


def _number(file: FeedFile, column: str) -> pl.Expr:
    known = definitions()
    pattern = known.kinds[known.files[file.name].columns[column].kind].pattern or ""
    cells = pl.col(column)
    return pl.when(cells.str.contains(pattern)).then(cells.cast(pl.Float64, strict=False))
