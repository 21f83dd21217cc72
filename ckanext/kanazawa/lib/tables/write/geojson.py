"""GeoJSON as RFC 7946 has it: WGS 84, longitude first, no `crs`.

Points have two numbers. RFC 7946 counts a third from the WGS 84 ellipsoid; heights in
Japanese tables are metres above sea level (some 37 m less around Kanazawa), metres above
ground, or storeys. They stay among the properties.
"""

from __future__ import annotations

import json
from typing import BinaryIO

import polars as pl

from ckanext.kanazawa.lib.tables.write.fragments import (
    note_kept_as_text,
    object_fragment,
    write_lines,
)
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.names import unique_names
from ckanext.kanazawa.lib.tables.write.shapes import Shapes
from ckanext.kanazawa.lib.tables.write.types import Type, number_types

SHAPE = "shape"
# A map draws the first points while the others are written.
FIRST_ROWS = 500


class GeoJson(Form):
    """A FeatureCollection: one Feature a row, all cells as properties.

    A row without a valid position becomes a Feature whose geometry is null, and is counted.
    The box around all positions stands at the end, where it is known.
    """

    name = "geojson"
    suffix = ".geojson"
    media_type = "application/geo+json"
    head = b'{"type":"FeatureCollection","features":[\n'

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the collection, feature by feature."""
        shapes = Shapes(job)
        types = number_types(job.options.recognition)
        feature = _feature(job, types, shapes.column)
        out.write(self.head)
        for frame in job.frames(FIRST_ROWS):
            note_kept_as_text(job, frame, types)
            frame = frame.with_columns(shapes.geometries(frame).alias(SHAPE))
            write_lines(out, frame.select(feature).to_series(), ",\n", first=job.rows == 0)
        box = f',"bbox":{json.dumps(shapes.box)}' if shapes.box else ""
        out.write(f"\n]{box}}}\n".encode())
        job.facts["with_position"] = shapes.count


def _feature(job: Job, types: dict[int, Type], skip: int | None) -> pl.Expr:
    return pl.concat_str(
        pl.lit('{"type":"Feature","geometry":'),
        pl.col(SHAPE),
        pl.lit(',"properties":'),
        object_fragment(job, unique_names(job, skip), types, skip),
        pl.lit("}"),
    ).alias("feature")
