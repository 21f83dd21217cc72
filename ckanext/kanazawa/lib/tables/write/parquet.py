"""Parquet, for programs that analyse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl
from polars.io.plugins import register_io_source

from ckanext.kanazawa.lib.tables.table import BLOCK_ROWS, ROW
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.names import unique_names
from ckanext.kanazawa.lib.tables.write.types import Type, column_types, is_typed, typed

POLARS_TYPES = {
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "time": pl.Time,
}


class Parquet(Form):
    """Columns of one type each.

    A column in which a single cell does not fit its type stays text as a whole, because
    nothing may be lost; the table is read once before to know.
    """

    name = "parquet"
    suffix = ".parquet"
    media_type = "application/vnd.apache.parquet"

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the row groups as the blocks come."""
        types = _fitting(job, column_types(job.options.recognition))
        names = unique_names(job)
        schema = {
            name: POLARS_TYPES[types[index]] if index in types else pl.String
            for index, name in enumerate(names)
        }
        columns = [
            (typed(pl.col(cell), types[index]) if index in types else pl.col(cell)).alias(name)
            for index, (cell, name) in enumerate(zip(job.cells, names, strict=True))
        ]

        def frames(*_: object) -> Iterator[pl.DataFrame]:
            for frame in job.frames():
                yield frame.select(columns)

        stream = _Stream(out)
        source = register_io_source(frames, schema=schema)
        try:
            source.sink_parquet(stream, compression="zstd", row_group_size=BLOCK_ROWS)  # pyright: ignore[reportArgumentType]
        except pl.exceptions.ComputeError:
            if stream.refusal:
                raise stream.refusal from None
            raise


class _Stream:
    """Passes bytes on, and remembers why they were refused: polars tells it only in words."""

    def __init__(self, out: BinaryIO):
        self._out = out
        self.refusal: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write, as polars asks."""
        try:
            return self._out.write(data)
        except OSError as error:
            self.refusal = error
            raise

    def flush(self) -> None:
        """Do nothing: whoever opened the stream closes it."""


def _fitting(job: Job, types: dict[int, Type]) -> dict[int, Type]:
    """Return the columns all of whose cells fit their type; list the others."""
    misfits: dict[int, tuple[int, str, int]] = {}
    for block in job.table.blocks() if types else ():
        for index, kind in types.items():
            cells = pl.col(job.cells[index])
            wrong = block.frame.filter(cells.is_not_null() & ~is_typed(cells, kind, strict=True))
            if wrong.height:
                row, value = wrong.select(ROW, job.cells[index]).row(0)
                first = misfits.get(index, (row, value, 0))
                misfits[index] = (first[0], first[1], first[2] + wrong.height)
    for index, (row, value, count) in misfits.items():
        job.findings.add(job.finding("column-kept-as-text", row, index, value, count=count))
    return {index: kind for index, kind in types.items() if index not in misfits}
