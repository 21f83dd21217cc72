"""Repair a table as often as its repair shows more of what belongs in its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.recognise.rowshifts import told_by
from ckanext.kanazawa.lib.tables.recognise.sample import sample_of_block
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes
from ckanext.kanazawa.lib.tables.recognise.usual import usual_again, with_shift
from ckanext.kanazawa.lib.tables.repair.model import Changes
from ckanext.kanazawa.lib.tables.repair.rounds import Rounds

# A table that still shows more after so many stages is one nobody is sure about.
_STAGES = 5


class Stages:
    """Repair blocks under one recognition after the other.

    Which rows are shifted follows from what is usual in their columns, and that from a sample,
    which repair itself changes. Whoever reads the repaired table would find further rows, so
    what is usual is worked out again on the repaired first block until it stays.
    """

    def __init__(
        self, recognition: Recognition, rounds: Callable[[Recognition], Rounds], *, again: bool
    ):
        """Take what has to be known.

        Args:
            recognition: of the table as read.
            rounds: makes the repair of blocks under a recognition.
            again: whether what is usual matters to the repairs at all.
        """
        self._recognition = recognition
        self._rounds = rounds
        self._stages = (rounds(recognition),)
        self._is_complete = not again or not recognition.usual

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block repaired; the first one tells how many stages there are."""
        for stage in self._stages:
            frame = stage.apply(frame, changes)
        if not self._is_complete:
            frame, more = self._further(frame, changes)
            self._stages += more
            self._is_complete = True
        return frame

    def _further(
        self, frame: pl.DataFrame, changes: Changes
    ) -> tuple[pl.DataFrame, tuple[Rounds, ...]]:
        """Repair the first block until it shows nothing new."""
        # Columns that were shifted as a whole are back by now, and only single rows may be left;
        # unless a person named another beginning than theirs.
        seen = self._recognition
        if seen.shift is not None:
            left = with_shift(seen, Shapes(sample_of_block(frame))).shift
            seen = replace(seen, shift=left and replace(left, begin=None))
        told = None if self._recognition.shift else told_by(seen)
        stages: list[Rounds] = []
        while len(stages) < _STAGES:
            seen = usual_again(seen, frame)
            before, told = told, told_by(seen)
            if told == before:
                break
            stages.append(self._rounds(seen))
            frame = stages[-1].apply(frame, changes)
        return frame, tuple(stages)
