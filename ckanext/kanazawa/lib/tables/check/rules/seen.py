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

    def repeated(self, hashes: pl.Series, rows: pl.Series) -> pl.DataFrame:
        """Return which of these rows have a hash that an earlier row has.

        The rows of this block are remembered.

        Args:
            hashes: of a block.
            rows: of the table, in order.

        Returns:
            Columns `place` (of the row in the block, from 0) and `first` (the earlier row).
        """
        block = pl.DataFrame({"hash": hashes, "row": rows}, schema=_SCHEMA).with_row_index("place")
        ordered = block.sort("hash", maintain_order=True)
        seen = pl.repeat(None, ordered.height, dtype=pl.UInt32, eager=True)
        for run in self._runs:
            found = _found(run, ordered["hash"])
            if found.null_count() < found.len():
                seen = pl.select(pl.coalesce(seen, found)).to_series()
        again = ordered["hash"] == ordered["hash"].shift()
        known = seen.is_not_null()
        if not again.any() and not known.any():
            self._add(ordered.drop("place"))
            return block.clear().select("place", pl.col("row").alias("first"))
        first = pl.when(~again.fill_null(value=False)).then(pl.col("row")).forward_fill()
        repeated = ordered.select(
            "hash", "place", "row", pl.coalesce(seen, first).alias("first"), known.alias("known")
        )
        fresh = repeated.filter(~pl.col("known") & (pl.col("first") == pl.col("row")))
        if fresh.height:
            self._add(fresh.select("hash", "row"))
        return (
            repeated.filter(pl.col("first") < pl.col("row")).select("place", "first").sort("place")
        )

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
