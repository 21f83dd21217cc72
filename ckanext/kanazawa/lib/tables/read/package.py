"""A ZIP that is looked at before it is trusted: names, number, sizes, ratio, passwords."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from ckanext.kanazawa.lib.tables.errors import DamagedError, LimitError, ProtectedError
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.source import Source, mebibytes

# What the zip module raises over bytes that are none, or none any more.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)
ENCRYPTED = 0x1
# Programs that make ZIPs in Japan wrote names in CP932 and did not say so.
UTF8_NAMES = 0x800


class Package:
    """The members of a ZIP, each read whole and bounded.

    Args:
        source: the file.
        limits: how much may come out of it.
        names_matter: refuse names that lead outside the folder it is unpacked into.

    Raises:
        DamagedError: it is no whole ZIP.
        LimitError: too many members, or too much inside.
        ProtectedError: a password locks a member.
    """

    def __init__(self, source: Source, limits: Limits, *, names_matter: bool = True):
        self._source = source
        self.data = source.whole(limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.data))
            self.infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except BROKEN as error:
            raise DamagedError("zip-damaged", file=source.label) from error
        self._look(limits, names_matter)

    @property
    def names(self) -> list[str]:
        """Return the names of the members as the ZIP has them."""
        return [info.filename for info in self.infos]

    def read(self, name: str) -> bytes:
        """Return a member whole; its size was looked at, its checksum is.

        Raises:
            DamagedError: it is not there, or not whole.
        """
        try:
            with self._zip.open(name) as stream:
                return stream.read()
        except (*BROKEN, KeyError) as error:
            raise DamagedError("zip-damaged", file=self._source.label) from error

    def open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        """Open a member that is too large to be read whole."""
        return self._zip.open(info)

    def _look(self, limits: Limits, names_matter: bool) -> None:
        label = self._source.label
        if len(self.infos) > limits.members:
            raise LimitError(
                "zip-too-many", file=label, count=len(self.infos), limit=limits.members
            )
        if any(info.flag_bits & ENCRYPTED for info in self.infos):
            raise ProtectedError("zip-protected", file=label)
        folded = [info.filename.lower() for info in self.infos]
        if len(set(folded)) < len(folded):
            raise DamagedError("zip-damaged", file=label)
        if names_matter:
            for info in self.infos:
                if leads_outside(info.filename):
                    raise DamagedError("zip-path", file=label, member=info.filename)
        size = sum(info.file_size for info in self.infos)
        packed = max(sum(info.compress_size for info in self.infos), 1)
        is_bomb = size > limits.ratio_from_bytes and size > packed * limits.ratio
        if size > limits.unpacked_bytes or is_bomb:
            raise LimitError(
                "zip-too-large",
                file=label,
                size=mebibytes(size),
                limit=mebibytes(limits.unpacked_bytes),
                ratio=limits.ratio,
            )


def leads_outside(name: str) -> bool:
    """Say whether a member's name is absolute or climbs out of its folder."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/")


def shown_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker wrote it, CP932 included."""
    if info.flag_bits & UTF8_NAMES:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "cp932"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename
