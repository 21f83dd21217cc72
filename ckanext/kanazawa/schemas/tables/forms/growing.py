"""A file that is read while it is written: readers wait for its end, never the writer."""

from __future__ import annotations

import io
import threading
import weakref
from collections.abc import Iterator
from typing import Any

from ckanext.kanazawa.schemas.files.scratch import Scratch

CHUNK_BYTES = 1 << 16


class Rest(io.RawIOBase):
    """Takes a whole file for one that has its beginning already."""

    def __init__(self, file: GrowingFile, size_bytes: int):
        """Leave out so many bytes, the first that come."""
        self._file = file
        self._left = size_bytes

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: Any) -> int:
        """Append what is not there yet."""
        view = memoryview(data)
        known = min(self._left, view.nbytes)
        self._left -= known
        if known < view.nbytes:
            self._file.write(view[known:])
        return view.nbytes


class GrowingFile(io.RawIOBase):
    """Bytes on disk, written by one thread and read by any number of others.

    A slow reader stalls nobody: what it has not read waits on the disk.
    """

    def __init__(self) -> None:
        """Make an empty file, gone with the last who uses it."""
        scratch = Scratch("form")
        weakref.finalize(self, scratch.remove)
        self.path = scratch.path / "form"
        self._out = self.path.open("wb", buffering=0)
        self._changed = threading.Condition()
        self._size = 0
        self._is_ended = False
        self._error: BaseException | None = None

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: Any) -> int:
        """Append bytes and wake the readers."""
        view = memoryview(data)
        done = 0
        while done < view.nbytes:
            done += self._out.write(view[done:]) or 0
        with self._changed:
            self._size += done
            self._changed.notify_all()
        return done

    def end(self, error: BaseException | None = None) -> None:
        """Say that no more bytes come, because of an error or because it is whole."""
        self._out.close()
        with self._changed:
            self._is_ended, self._error = True, error
            self._changed.notify_all()

    def wait_for_bytes(self, timeout_s: float) -> bool:
        """Wait for the first bytes or the end; False where neither came in time.

        Raises:
            BaseException: what ended the writing before its end.
        """
        with self._changed:
            came = self._changed.wait_for(lambda: self._size > 0 or self._is_ended, timeout_s)
            if self._error is not None:
                raise self._error
            return came

    def wait_for_end(self, timeout_s: float) -> bool:
        """Wait for the whole file; False where it is not whole in time.

        Raises:
            BaseException: as `wait_for_bytes`.
        """
        with self._changed:
            ended = self._changed.wait_for(lambda: self._is_ended, timeout_s)
            if self._error is not None:
                raise self._error
            return ended

    def chunks(self) -> Iterator[bytes]:
        """Read from the beginning, going on as the file grows.

        Raises:
            BaseException: what ended the writing, so that a reader gets no end of its own.
        """
        with self.path.open("rb") as stream:
            while self._waits_beyond(stream.tell()):
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk

    def _waits_beyond(self, position: int) -> bool:
        """Wait for bytes behind a position; False where the file ends there."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > position or self._is_ended)
            if self._size > position:
                return True
            if self._error is not None:
                raise self._error
            return False
