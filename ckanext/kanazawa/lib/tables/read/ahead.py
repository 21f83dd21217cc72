"""Parse delimited text while more of it is still being decoded.

Decoding holds Python's lock, polars' parser does not: both together take hardly longer than
decoding alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Condition, Thread

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.read.encoding import Kept
from ckanext.kanazawa.lib.tables.read.rows import Piece

# Text from which on a thread is worth its while, and headings can be looked for.
ENOUGH_BYTES = 4_000_000
# Makes pieces of the chunks of a text.
Cut = Callable[[Iterable[bytes]], Iterator[Piece]]


class Ahead(Kept):
    """Keeps the text of a file while it is decoded, or else the pieces a thread made of it.

    Args:
        codec: the text is decoded from.
        find_cut: tells how to cut it, once its beginning is known.
    """

    def __init__(self, codec: str, find_cut: Callable[[str], Cut]):
        super().__init__(codec)
        self._find_cut = find_cut
        self._size_bytes = 0
        self._is_cut = False
        self._coming: SimpleQueue[bytes | None] = SimpleQueue()
        self._pieces: list[Piece] = []
        self._failure: BaseException | None = None
        self._is_complete = False
        self._is_wanted = True
        self._changed = Condition()

    def take(self, chunk: bytes) -> None:
        """Keep a chunk, or hand it to the thread."""
        if self._is_cut:
            self._coming.put(chunk)
            return
        super().take(chunk)
        before = self._size_bytes
        self._size_bytes += len(chunk)
        if before < ENOUGH_BYTES <= self._size_bytes:
            self._begin()

    def end(self, *, fits: bool) -> None:
        """Let the thread come to its end."""
        super().end(fits=fits)
        self._is_wanted = fits
        self._coming.put(None)

    def pieces(self, cut: Cut) -> Iterator[Piece]:
        """Yield the pieces from the beginning, waiting for those that are not made yet.

        Raises:
            LimitError: a record is longer than the limits allow.
        """
        if not self._is_cut:
            yield from cut(self.chunks)
            return
        place = 0
        while (piece := self._piece(place)) is not None:
            yield piece
            place += 1
        if self._failure is not None:
            raise self._failure

    def _piece(self, place: int) -> Piece | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_complete or place < len(self._pieces))
            return self._pieces[place] if place < len(self._pieces) else None

    def _begin(self) -> None:
        try:
            cut = self._find_cut(self.codec)
        except (TableError, UnicodeError):
            return  # Whoever opens the file is told, once its encoding is sure.
        for chunk in self.chunks:
            self._coming.put(chunk)
        self.chunks.clear()
        self._is_cut = True
        # No daemon: Python must not end under a thread that is at work outside of it. It comes
        # to its end soon, since decoding always does, even by an error.
        Thread(target=self._work, args=(cut,), name="kanazawa-parse").start()

    def _work(self, cut: Cut) -> None:
        try:
            for piece in cut(iter(self._coming.get, None)):
                if not self._is_wanted:
                    break
                with self._changed:
                    self._pieces.append(piece)
                    self._changed.notify_all()
        except BaseException as error:
            self._failure = error  # It belongs to whoever reads.
        finally:
            with self._changed:
                self._is_complete = True
                self._changed.notify_all()
