"""Repair the rows of a block until they come to rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from ckanext.kanazawa.lib.tables.repair.model import Changes
from ckanext.kanazawa.lib.tables.table import ROW

# What is done to a block; each of its rows must come out the same whatever rows stand beside it.
BlockStep = Callable[[pl.DataFrame, Changes], pl.DataFrame]
# A row that still changes after so many rounds is one nobody is sure about.
_ROUNDS = 5


class Rounds:
    """Take the steps again over the rows they changed, until nothing changes any more.

    A row of dashes is empty once they are taken away, and a shifted row shows more once it is
    clean: without further rounds, repairing the repaired table would find these.
    """

    def __init__(self, steps: Sequence[BlockStep], *, is_one_enough: bool = False):
        """Take the steps.

        Args:
            steps: in order.
            is_one_enough: they leave every row at rest the first time.
        """
        self._steps = steps
        self._is_one_enough = is_one_enough

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block repaired; rows that never come to rest stay as they are."""
        if self._is_one_enough:
            for step in self._steps:
                frame = step(frame, changes)
            return frame
        noted = Changes(changes.listed_per_repair)
        done, restless = self._rounds(frame, noted)
        if restless.len():
            alone = pl.col(ROW).is_in(restless.implode())
            noted = Changes(changes.listed_per_repair)
            done, _ = self._rounds(frame.filter(~alone), noted)
            done = pl.concat([done, frame.filter(alone)]).sort(ROW)
        changes.take(noted)
        return done

    def _rounds(self, frame: pl.DataFrame, noted: Changes) -> tuple[pl.DataFrame, pl.Series]:
        """Return the block after all rounds, and the numbers of rows that would change again."""
        resting: list[pl.DataFrame] = []
        for _ in range(_ROUNDS):
            after = frame
            for step in self._steps:
                after = step(after, noted)
            before = frame.filter(pl.col(ROW).is_in(after[ROW].implode()))
            changed = before.hash_rows() != after.hash_rows()
            resting.append(after.filter(~changed))
            frame = after.filter(changed)
            if not frame.height:
                break
        done = pl.concat([*resting, frame])
        return (done.sort(ROW) if len(resting) > 1 else done), frame[ROW]
