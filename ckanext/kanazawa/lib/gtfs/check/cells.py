"""Cells: missing ones, and those that are not of their kind."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.check.presence import severity_of
from ckanext.kanazawa.lib.gtfs.definitions import ColumnSpec, definitions
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.table import ROW


def check_cells(inspection: Inspection) -> None:
    """Look at every cell of every column that is defined."""
    for spec in definitions().files.values():
        file = inspection.feed.files.get(spec.name)
        if file is None:
            continue
        for column in spec.columns.values():
            if file.has(column.name):
                _check_missing(inspection, file, column)
                _check_kind(inspection, file, column)


def _check_missing(inspection: Inspection, file: FeedFile, column: ColumnSpec) -> None:
    if column.presence == "optional":
        return
    missing = pl.col(column.name).is_null()
    for other, values in column.unless.items():
        if file.has(other):
            missing &= ~pl.col(other).is_in(values).fill_null(False)
    hits = file.frame.filter(missing).select(ROW, column.name)
    severity = severity_of(column.basis)
    inspection.note("gtfs-value-missing", file, column.name, hits, severity, title=column.title)


def _check_kind(inspection: Inspection, file: FeedFile, column: ColumnSpec) -> None:
    kind = definitions().kinds[column.kind]
    if kind.code is None:
        return
    cells = pl.col(column.name)
    right = cells.is_in(column.values) if column.values else cells.str.contains(kind.pattern or "")
    if column.kind == "date":
        right &= cells.str.to_date("%Y%m%d", strict=False).is_not_null()
    hits = file.frame.filter(cells.is_not_null() & ~right).select(ROW, column.name)
    inspection.note(
        kind.code,
        file,
        column.name,
        hits,
        title=column.title,
        values=", ".join(column.values),
    )
