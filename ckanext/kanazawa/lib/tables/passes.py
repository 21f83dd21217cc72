"""Tables made block by block from another, and what is noted on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import polars as pl

from ckanext.kanazawa.lib.tables.table import Block, Table

Notes = TypeVar("Notes")


class Pass(Generic[Notes]):
    """Change a table's blocks one after the other, noting what was done.

    Nothing is kept but the notes, so a table of any length passes in bounded memory. Each
    reading starts afresh; the notes are those of the first one that reached the end.
    """

    def __init__(
        self,
        table: Table,
        start: Callable[[], Notes],
        change: Callable[[pl.DataFrame, Notes], pl.DataFrame],
    ):
        self._table = table
        self._start = start
        self._change = change
        self._noted: Notes | None = None

    def blocks(self) -> Iterator[Block]:
        """Read the table from the beginning and yield its changed blocks."""
        notes = self._start()
        for block in self._table.blocks():
            yield Block(self._change(block.frame, notes))
        if self._noted is None:
            self._noted = notes

    def noted(self) -> Notes:
        """Return the notes of the whole table, reading it where nobody has yet."""
        if self._noted is None:
            for _ in self.blocks():
                pass
        if self._noted is None:
            raise RuntimeError("a reading that ends leaves its notes")
        return self._noted
