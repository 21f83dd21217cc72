"""Which row of the file a row of the DataStore was: `_id` counts rows, files have gaps.

Rows of a file are counted as a spreadsheet shows them: titles, headings and empty rows too.
What is kept (`Edition.facts["row_runs"]`) is one pair for each stretch without a gap:
`[[1, 3], [58, 62]]` says that `_id` 1 was row 3, 2 was row 4, …, and 58 was row 62.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import polars as pl

Runs = list[list[int]]
# A file with a gap in every other row would fill the edition with pairs nobody needs.
MOST_RUNS = 10_000


class RowRuns:
    """Collects the runs while a table is loaded, block by block.

    Attributes:
        loaded: rows seen so far; the next one gets `_id` `loaded + 1`.
    """

    def __init__(self) -> None:
        self.loaded = 0
        self._last = 0
        self._runs: Runs = []

    def add(self, rows: pl.Series) -> None:
        """Add the rows of the next block (its column `row`), in the order they are loaded."""
        if not len(rows):
            return
        rows = rows.cast(pl.Int64)
        steps = rows.diff().fill_null(0)
        begins = (steps != 1).arg_true().to_list()
        if self._runs and rows[0] == self._last + 1:
            begins = begins[1:]
        if len(self._runs) <= MOST_RUNS:
            self._runs += [[self.loaded + 1 + place, int(rows[place])] for place in begins]
        self._last = int(rows[-1])
        self.loaded += len(rows)

    @property
    def runs(self) -> Runs | None:
        """Return the runs; None where there are too many to keep."""
        return self._runs if len(self._runs) <= MOST_RUNS else None


def row_of(runs: Sequence[Sequence[int]] | None, row_id: int) -> int | None:
    """Return the row of the file of a row of the DataStore; None where that is not known."""
    if not runs or row_id < runs[0][0]:
        return None
    first, row = runs[bisect_right(runs, row_id, key=lambda run: run[0]) - 1]
    return row + row_id - first


def id_of(runs: Sequence[Sequence[int]] | None, row: int, rows: int | None = None) -> int | None:
    """Return the `_id` of a row of the file; None for a heading, a gap, or beyond the end.

    Args:
        runs: of the table's edition.
        row: as the spreadsheet counts it.
        rows: how many rows were loaded, where known.
    """
    for place, (first, start) in enumerate(runs or ()):
        following = runs[place + 1][0] if runs and place + 1 < len(runs) else None
        end = following if following is not None else (rows + 1 if rows is not None else None)
        found = first + row - start
        if first <= found and (end is None or found < end):
            return found
    return None
