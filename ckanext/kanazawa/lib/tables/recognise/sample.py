"""A few rows of a table, from its beginning and from further down."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.shapes import NOTHING
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name

# The first rows, and as many more picked evenly from the rest of the first block: what begins
# in the middle of a file (a shift, another hand's writing) shows there.
FIRST_ROWS = 1_000
LATER_ROWS = 1_000


def sample_of(table: Table) -> pl.DataFrame:
    """Return rows of the first block, cells trimmed, those that say nothing empty.

    Returns:
        Columns `row`, c0 ... cN-1, as in a block.

    Raises:
        FileError: the file turns out damaged or over a limit.
    """
    block = next(table.blocks(), None)
    if block is None:
        schema = {ROW: pl.UInt32} | {column_name(n): pl.String for n in range(table.width)}
        return pl.DataFrame(schema=schema)
    return sample_of_block(block.frame)


def sample_of_block(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows of a table's first block, as `sample_of` does."""
    rows = frame.head(FIRST_ROWS)
    rest = frame.slice(FIRST_ROWS)
    if rest.height:
        rows = pl.concat([rows, rest.gather_every(max(1, rest.height // LATER_ROWS))])
    cells = pl.exclude(ROW).str.strip_chars()
    return rows.with_columns(cells.replace(["", *NOTHING], None))
