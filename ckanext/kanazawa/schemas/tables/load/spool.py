"""The rows of a table on their way: read once, kept in files, looked at as they pass.

Mapping and repair take longer than writing and reading back, and what is loaded must be what
the types were decided on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ckanext.kanazawa.lib.tables.table import ROW, Table
from ckanext.kanazawa.schemas.tables.load.types import Watch, settle, watch_block
from ckanext.kanazawa.schemas.tables.row_numbers import RowRuns, Runs

# Cells of one piece of a block that is turned into bytes at once.
_PIECE_CELLS = 2_000_000


@dataclass(frozen=True)
class Spool:
    """Rows in files.

    Attributes:
        paths: of the blocks, in order.
        rows: of all.
        watched: what the columns showed.
        runs: which row of the file each was (`tables.row_numbers`).
    """

    paths: Sequence[Path]
    rows: int
    watched: Sequence[Watch]
    runs: Runs | None

    def frames(self) -> Iterator[pl.DataFrame]:
        """Read the rows back, in pieces that fit into memory however many columns there are."""
        for path in self.paths:
            frame = pl.read_ipc(path)
            yield from frame.iter_slices(max(100, _PIECE_CELLS // max(1, frame.width)))


def spooled(
    table: Table, watched: Sequence[Watch], folder: Path, tell: Callable[[int], None]
) -> Spool:
    """Read a table into files.

    Args:
        table: as published.
        watched: its columns.
        folder: an empty one, for the files.
        tell: called with the rows read so far.

    Raises:
        FileError: the file turns out damaged or over a limit.
    """
    paths: list[Path] = []
    runs = RowRuns()
    for number, block in enumerate(table.blocks()):
        if not block.frame.height:
            continue
        watch_block(block.frame, watched)
        runs.add(block.frame[ROW])
        path = folder / f"{number}.arrow"
        block.frame.select([watch.column.cell for watch in watched]).write_ipc(path)
        paths.append(path)
        tell(runs.loaded)
    settle(watched)
    return Spool(paths, runs.loaded, watched, runs.runs)
