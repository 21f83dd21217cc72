"""Remember hashes of a table's rows in bounded memory: 12 bytes a row."""

from __future__ import annotations

import polars as pl

_SCHEMA = {"hash": pl.UInt64, "row": pl.UInt32}


class Seen:
    """Hashes seen so far, each with the first row it stood in.

    Sorted runs of doubling length, so that a long table is neither searched in a hundred
    places nor sorted anew with each block.
    """

    def __init__(self):
        self._runs: list[pl.DataFrame] = []

    def first_rows(self, hashes: pl.Series, rows: pl.Series) -> pl.Series:
        """Return for each row the earlier row with the same hash, null for a new one.

        The rows of this block are remembered.
        """
        block = pl.DataFrame({"hash": hashes, "row": rows}, schema=_SCHEMA)
        ordered = block.sort("hash")
        if self._is_new(ordered["hash"]):
            self._add(ordered)
            return pl.repeat(None, rows.len(), dtype=pl.UInt32, eager=True)
        first = block.select(pl.col("row").first().over("hash"))["row"]
        earlier = block.select(pl.when(first < rows).then(first))["row"]
        for run in self._runs:
            found = _found(run, hashes)
            earlier = pl.DataFrame({"a": found, "b": earlier}).select(pl.coalesce("a", "b"))["a"]
        fresh = block.filter(earlier.is_null())
        if fresh.height:
            self._add(fresh.sort("hash"))
        return earlier

    def _is_new(self, ordered: pl.Series) -> bool:
        """Say whether no sorted hash stands there twice or was seen before, as is usual."""
        if (ordered == ordered.shift()).any():
            return False
        return all(_found(run, ordered).null_count() == ordered.len() for run in self._runs)

    def _add(self, run: pl.DataFrame) -> None:
        while self._runs and self._runs[-1].height <= run.height:
            run = pl.concat([self._runs.pop(), run]).sort("hash")
        self._runs.append(run)


def _found(run: pl.DataFrame, hashes: pl.Series) -> pl.Series:
    """Return the rows of a sorted run that carry these hashes, null for the others."""
    places = run["hash"].search_sorted(hashes, side="left").clip(0, run.height - 1)
    near = pl.DataFrame({"hash": hashes, "seen": run["hash"].gather(places)})
    return near.select(
        pl.when(pl.col("hash") == pl.col("seen")).then(run["row"].gather(places))
    ).to_series()
