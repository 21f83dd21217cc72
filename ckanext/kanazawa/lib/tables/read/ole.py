"""The container of old office files: which streams it holds, and their bytes."""

from __future__ import annotations

import struct

SECTOR, CHAIN_END = 512, 0xFFFFFFFE
ENTRY = 128
# Streams that tell what a container is → kind of `office.py`.
SIGNS = (
    ("EncryptedPackage", "protected"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "powerpoint"),
    ("__properties_version1.0", "mail"),
)


class OleError(Exception):
    """The container is cut off or broken."""


class Ole:
    """Reads the directory and the streams of a container, following no chain twice.

    Raises:
        OleError: it is cut off or broken.
    """

    def __init__(self, data: bytes):
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError) as error:
            raise OleError(str(error)) from error

    @property
    def kind(self) -> str | None:
        """Return "xls", "protected", another kind of document, or None."""
        return next((kind for name, kind in SIGNS if name in self._entries), None)

    def stream(self, *names: str) -> bytes:
        """Return the bytes of the first of the streams that is there.

        Raises:
            OleError: none is, or it is cut off.
        """
        for name in names:
            if name in self._entries:
                start, size = self._entries[name]
                try:
                    return self._bytes(start, size)
                except (struct.error, IndexError) as error:
                    raise OleError(name) from error
        raise OleError(" / ".join(names))

    def _open(self) -> None:
        data = self._data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift > 9:
            raise OleError("sectors")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        fat_count, directory = struct.unpack_from("<II", data, 44)
        self._cutoff, mini_start = struct.unpack_from("<II", data, 56)
        self._fat = self._read_fat(fat_count)
        self._mini_fat = self._numbers(self._chained(mini_start))
        self._entries: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(self._chained(directory))

    def _read_fat(self, count: int) -> list[int]:
        """Return the sector that follows each; no more than the file has, whatever it says."""
        most = len(self._data) // self._size + 1
        extra, extra_count = struct.unpack_from("<II", self._data, 68)
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while extra < CHAIN_END - 3 and len(seen) < extra_count and len(sectors) < count:
            if extra in seen or len(sectors) > most + 109:
                raise OleError("circle")
            seen.add(extra)
            found = self._numbers(self._sector(extra))
            sectors += found[:-1]
            extra = found[-1]
        fat: list[int] = []
        for sector in sectors[:count]:
            if sector < CHAIN_END - 3 and len(fat) < most:
                fat += self._numbers(self._sector(sector))
        return fat

    def _read_directory(self, directory: bytes) -> None:
        for place in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", directory, place + 64)
            name = directory[place : place + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "ignore"
            )
            start, size = struct.unpack_from("<II", directory, place + 116)
            if kind == 5:
                self._mini = self._chained(start)[:size]
            elif kind == 2:
                self._entries[name] = (start, size)

    def _bytes(self, start: int, size: int) -> bytes:
        if size >= self._cutoff:
            found = self._chained(start)[:size]
        else:
            step = self._mini_size
            found = b"".join(
                self._mini[sector * step : (sector + 1) * step]
                for sector in self._chain(start, self._mini_fat)
            )[:size]
        if len(found) < size:
            raise OleError("cut off")
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        found = self._data[start : start + self._size]
        if not found:
            raise OleError("cut off")
        return found

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack_from(f"<{len(data) // 4}I", data))

    def _chain(self, start: int, table: list[int]) -> list[int]:
        found: list[int] = []
        while start < CHAIN_END - 3:
            found.append(start)
            if len(found) > len(table):
                raise OleError("circle")
            start = table[start]
        return found

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._fat)))
