"""Rows as PostgreSQL's COPY reads them, made while it reads the ones before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO

import polars as pl

from ckanext.kanazawa.schemas.tables.load.lexemes import row_lexemes, searched_characters
from ckanext.kanazawa.schemas.tables.load.spool import Spool
from ckanext.kanazawa.schemas.tables.load.types import Watch

_ESCAPES = (("\x00", ""), ("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def copy_lines(spool: Spool) -> Iterator[bytes]:
    """Yield the lines of the rows: `_id`, `_full_text`, then the cells."""
    cells = [watch.column.cell for watch in spool.watched]
    limit = searched_characters(len(cells))
    number = 1
    for frame in spool.frames():
        words = row_lexemes(frame, cells, limit).alias("_full_text")
        rows = frame.select(
            pl.int_range(number, number + frame.height, dtype=pl.Int64).alias("_id"),
            words,
            *(_escaped(watch) for watch in spool.watched),
        )
        number += frame.height
        out = BytesIO()
        rows.write_csv(
            out, include_header=False, separator="\t", quote_style="never", null_value="\\N"
        )
        yield out.getvalue()


def _escaped(watch: Watch) -> pl.Expr:
    cells = pl.col(watch.column.cell)
    for sign, escape in _ESCAPES if watch.special else ():
        cells = cells.str.replace_all(sign, escape, literal=True)
    return cells


class Feed:
    """A file to read from, whose next part is made in a thread meanwhile.

    Attributes:
        failure: why a part could not be made; psycopg2 tells it only in words.
    """

    def __init__(self, parts: Iterator[bytes], tell: Callable[[], None]):
        self._parts = parts
        self._tell = tell
        self._pool = ThreadPoolExecutor(1)
        self._next: Future[bytes] = self._pool.submit(next, self._parts, b"")
        self._part = memoryview(b"")
        self.failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        if not self._part:
            try:
                self._part = memoryview(self._next.result())
            except Exception as error:
                self.failure = error
                raise
            if self._part:
                self._next = self._pool.submit(next, self._parts, b"")
            self._tell()
        data, self._part = self._part[:size], self._part[size:]
        return bytes(data)

    def close(self) -> None:
        """Wait for the thread."""
        self._pool.shutdown(cancel_futures=True)


def names(watched: Sequence[Watch]) -> list[str]:
    """Return the names of the columns that `copy_lines` writes."""
    return ["_id", "_full_text", *(watch.column.id for watch in watched)]
