"""A file that can be opened again and again, whatever it was given as."""

from __future__ import annotations

import io
import os
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ckanext.kanazawa.lib.tables.errors import EmptyFileError, LimitError
from ckanext.kanazawa.lib.tables.read.limits import MEBIBYTE, Limits

# A stream that cannot be read twice is kept in memory up to here, on disk beyond.
KEPT_BYTES = 32 * MEBIBYTE
CHUNK_BYTES = 4 * MEBIBYTE
# A look at the first rows, as recognising takes it, need not parse a whole chunk.
FIRST_CHUNK_BYTES = MEBIBYTE // 2
HEAD_BYTES = 64 * 1024
NAMELESS = {"ja": "このファイル", "en": "The file"}


@dataclass(frozen=True)
class Source:
    """Bytes with a name.

    Attributes:
        name: as given; "" where there is none.
        size_bytes: of the whole.
        opener: opens it from the beginning; the caller closes it.
        path: where it is a file on disk already.
        member: path inside the ZIP it was found in.
    """

    name: str
    size_bytes: int
    opener: Callable[[], BinaryIO]
    path: Path | None = None
    member: str | None = None

    @property
    def label(self) -> Any:
        """Return what messages call the file."""
        if self.member:
            return f"{self.name}: {self.member}" if self.name else self.member
        return self.name or NAMELESS

    def open(self) -> BinaryIO:
        """Open it from the beginning."""
        return self.opener()

    def head(self, size: int = HEAD_BYTES) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def chunks(self, size: int = CHUNK_BYTES) -> Iterator[bytes]:
        """Yield the bytes from the beginning, some at a time."""
        with self.open() as stream:
            wanted = min(size, FIRST_CHUNK_BYTES)
            while chunk := stream.read(wanted):
                yield chunk
                wanted = size

    def whole(self, limits: Limits) -> bytes:
        """Return all bytes of a kind that cannot be read in parts.

        Raises:
            LimitError: there are more than `limits.workbook_bytes`.
        """
        if self.size_bytes > limits.workbook_bytes:
            raise LimitError(
                "file-too-large",
                file=self.label,
                size=mebibytes(self.size_bytes),
                limit=mebibytes(limits.workbook_bytes),
            )
        with self.open() as stream:
            return stream.read()


def source_of(given: Path | bytes | BinaryIO, name: str | None, limits: Limits) -> Source:
    """Make a source of a path, bytes, or a stream that is read to its end.

    Raises:
        EmptyFileError: there are no bytes.
        LimitError: there are more than `limits.file_bytes`.
    """
    if isinstance(given, bytes):
        source = _of_bytes(given, name or "")
    elif isinstance(given, Path):
        source = _of_path(given, name or given.name)
    else:
        source = _of_stream(given, name or _name_of(given), limits)
    if not source.size_bytes:
        raise EmptyFileError("empty-file", file=source.label)
    _bounded(source.size_bytes, source.label, limits)
    return source


def mebibytes(size_bytes: int) -> str:
    """Return a size as messages write it: "1,024 MB"."""
    return f"{max(size_bytes // MEBIBYTE, 1):,} MB"


def _bounded(size_bytes: int, label: Any, limits: Limits) -> None:
    if size_bytes > limits.file_bytes:
        raise LimitError(
            "file-too-large",
            file=label,
            size=mebibytes(size_bytes),
            limit=mebibytes(limits.file_bytes),
        )


def _of_bytes(data: bytes, name: str) -> Source:
    return Source(name, len(data), lambda: io.BytesIO(data))


def _of_path(path: Path, name: str) -> Source:
    return Source(name, path.stat().st_size, lambda: path.open("rb"), path)


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", "")
    return os.path.basename(name) if isinstance(name, str) else ""


def _of_stream(stream: BinaryIO, name: str, limits: Limits) -> Source:
    data = stream.read(KEPT_BYTES + 1)
    if len(data) <= KEPT_BYTES:
        return _of_bytes(data, name)
    kept = _Kept()
    try:
        while data:
            kept.add(data)
            _bounded(kept.size_bytes, name or NAMELESS, limits)
            data = stream.read(CHUNK_BYTES)
    except BaseException:
        kept.close()
        raise
    return Source(name, kept.size_bytes, kept.open)


class _Kept:
    """A copy on disk without a name: it goes with the last that can still read from it.

    It also goes with a process that is killed, which could not remove it any more.
    """

    def __init__(self):
        self._file = tempfile.TemporaryFile(prefix="kanazawa-table-")  # noqa: SIM115
        self._lock = threading.Lock()
        self.size_bytes = 0
        weakref.finalize(self, self._file.close)

    def add(self, data: bytes) -> None:
        """Write at the end."""
        self._file.write(data)
        self.size_bytes += len(data)

    def open(self) -> BinaryIO:
        """Open it from the beginning; several may read side by side."""
        return io.BufferedReader(_Reading(self))

    def read_at(self, place: int, size: int) -> bytes:
        """Return at most so many bytes from a place on."""
        with self._lock:
            self._file.seek(place)
            return self._file.read(size)

    def close(self) -> None:
        """Let it go at once."""
        self._file.close()


class _Reading(io.RawIOBase):
    """One reading of a kept copy."""

    def __init__(self, kept: _Kept):
        self._kept = kept
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._kept.size_bytes}
        self._place = max(start[whence] + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        data = self._kept.read_at(self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
