"""Ids that stand twice, references that lead nowhere, rows nothing refers to."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.definitions import ColumnSpec, FileSpec, definitions
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW

# (file, its key, file and column that should refer to it): what is there but not used.
USED = (
    ("stops.txt", "stop_id", "stop_times.txt", "stop_id"),
    ("routes.txt", "route_id", "trips.txt", "route_id"),
    ("trips.txt", "trip_id", "stop_times.txt", "trip_id"),
    ("calendar.txt", "service_id", "trips.txt", "service_id"),
    ("shapes.txt", "shape_id", "trips.txt", "shape_id"),
)


def check_keys(inspection: Inspection) -> None:
    """Check keys and references of every file."""
    for spec in definitions().files.values():
        file = inspection.feed.files.get(spec.name)
        if file is None:
            continue
        _check_doubles(inspection, spec, file)
        for column in spec.columns.values():
            if column.references and file.has(column.name):
                _check_references(inspection, file, column)
    for name, key, other, column in USED:
        _check_used(inspection, name, key, other, column)


def _check_doubles(inspection: Inspection, spec: FileSpec, file: FeedFile) -> None:
    if not spec.key or not file.has(*spec.key):
        return
    named = file.frame.filter(pl.all_horizontal(pl.col(spec.key).is_not_null()))
    again = named.filter(~pl.struct(spec.key).is_first_distinct())
    if not again.height:
        return
    first = named.unique(spec.key, keep="first").select(*spec.key, pl.col(ROW).alias("first"))
    last = spec.key[-1]
    hits = (
        again.join(first, on=list(spec.key))
        .sort(ROW)
        .select(ROW, last, "first", key=pl.concat_str(spec.key, separator=", "))
    )
    inspection.note("gtfs-id-doubled", file, last, hits, columns=", ".join(spec.key))


def _check_references(inspection: Inspection, file: FeedFile, column: ColumnSpec) -> None:
    """Look a column's values up in the files they come from."""
    targets = [found for name, key in column.references if (found := inspection.file(name, key))]
    required = [definitions().files[name].presence == "required" for name, _ in column.references]
    if not targets and any(required):
        return  # The missing file is a finding of its own.
    known = [target.frame[_key(column, target)] for target in targets]
    values = pl.concat(known) if known else pl.Series(dtype=pl.String)
    cells = pl.col(column.name)
    hits = file.frame.filter(cells.is_not_null() & ~cells.is_in(values.drop_nulls().implode()))
    inspection.note(
        "gtfs-reference",
        file,
        column.name,
        hits.select(ROW, column.name),
        target=" / ".join(name for name, _ in column.references),
    )


def _key(column: ColumnSpec, target: FeedFile) -> str:
    return dict(column.references)[target.name]


def _check_used(inspection: Inspection, name: str, key: str, other: str, column: str) -> None:
    file, user = inspection.file(name, key), inspection.file(other, column)
    if file is None or user is None:
        return
    rows = file.frame.filter(pl.col(key).is_not_null())
    if name == "stops.txt" and file.has("location_type"):
        # Stations and entrances are no stops of their own.
        rows = rows.filter(pl.col("location_type").fill_null("0") == "0")
    used = user.frame[column].drop_nulls().implode()
    hits = rows.filter(~pl.col(key).is_in(used)).unique(key, keep="first", maintain_order=True)
    inspection.note("gtfs-not-used", file, key, hits.select(ROW, key), user=other)
