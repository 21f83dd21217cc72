"""A feed: the files of a ZIP that belong to GTFS, read as text."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ckanext.kanazawa.lib.gtfs.definitions import CORE_FILES, definitions
from ckanext.kanazawa.lib.gtfs.files import FeedFile, feed_file
from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    LimitError,
    NotATableError,
    ProtectedError,
)

# What the files may take up unpacked, all together; the largest Japanese feeds take a fifth.
FEED_BYTES = 500_000_000
# Fewer of the core files than this, and it is no feed that lacks some but something else.
CORE_FILES_NEEDED = 3
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Feed:
    """A feed as it stands in its ZIP.

    Attributes:
        name: of the ZIP.
        files: name → file, those of GTFS that are there.
        strangers: paths of what else is in the ZIP.
        others: files of GTFS that are not looked into.
        folder: where the files stand in it; "" for the top, as GTFS asks.
    """

    name: str
    files: Mapping[str, FeedFile]
    strangers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    folder: str = ""


def is_feed(source: Path | bytes | BinaryIO) -> bool:
    """Say whether something is a ZIP with most of the files every feed has."""
    try:
        with _opened(source, "") as archive:
            return _folder(archive) is not None
    except (NotATableError, DamagedError):
        return False


def open_feed(source: Path | bytes | BinaryIO, name: str | None = None) -> Feed:
    """Read a feed.

    Args:
        source: the ZIP.
        name: of the file, for messages; that of the path where None.

    Raises:
        NotATableError: no ZIP, or none of a feed.
        DamagedError: the ZIP is cut off or its inside is wrong.
        ProtectedError: a password locks it.
        LimitError: it unpacks to more than we are willing to hold.
    """
    name = name or (source.name if isinstance(source, Path) else "feed.zip")
    with _opened(source, name) as archive:
        folder = _folder(archive)
        if folder is None:
            raise NotATableError("not-gtfs", file=name, files=", ".join(CORE_FILES))
        return _read(archive, folder, name)


@contextmanager
def _opened(source: Path | bytes | BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        if isinstance(source, bytes | Path) and not _begins_as_zip(source):
            raise NotATableError("gtfs-not-zip", file=name) from error
        raise DamagedError("gtfs-zip-damaged", file=name) from error
    except (EOFError, zlib.error, NotImplementedError) as error:
        raise DamagedError("gtfs-zip-damaged", file=name) from error


def _begins_as_zip(source: bytes | Path) -> bool:
    if isinstance(source, bytes):
        return source.startswith(b"PK")
    with source.open("rb") as stream:
        return stream.read(2) == b"PK"


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in the ZIP, without folders and what systems put there for themselves."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not info.filename.startswith("__MACOSX/")
        and PurePosixPath(info.filename).name not in (".DS_Store", "Thumbs.db", "desktop.ini")
    ]


def _folder(archive: zipfile.ZipFile) -> str | None:
    """Return the folder in which most of the core files stand; None where too few do."""
    counts: dict[str, int] = {}
    for info in _members(archive):
        path = PurePosixPath(info.filename)
        if path.name in CORE_FILES:
            folder = "" if str(path.parent) == "." else str(path.parent)
            counts[folder] = counts.get(folder, 0) + 1
    best = max(counts, key=lambda folder: counts[folder], default=None)
    return best if best is not None and counts[best] >= CORE_FILES_NEEDED else None


def _read(archive: zipfile.ZipFile, folder: str, name: str) -> Feed:
    known = definitions()
    files: dict[str, FeedFile] = {}
    strangers: list[str] = []
    others: list[str] = []
    budget = FEED_BYTES
    for info in _members(archive):
        path = PurePosixPath(info.filename)
        inside = "" if str(path.parent) == "." else str(path.parent)
        if inside == folder and path.name in known.files and path.name not in files:
            data = _bytes(archive, info, budget, name)
            budget -= len(data)
            files[path.name] = feed_file(path.name, info.filename, data)
        elif inside == folder and path.name in known.others:
            others.append(path.name)
        else:
            strangers.append(info.filename)
    order = {file: position for position, file in enumerate(known.files)}
    ordered = dict(sorted(files.items(), key=lambda item: order[item[0]]))
    return Feed(name, ordered, tuple(strangers), tuple(others), folder)


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: int, name: str) -> bytes:
    """Unpack one file, counting what really comes out and not what the ZIP promises."""
    if info.flag_bits & 1:
        raise ProtectedError("gtfs-zip-locked", file=name)
    parts: list[bytes] = []
    try:
        with archive.open(info) as stream:
            while part := stream.read(CHUNK_BYTES):
                budget -= len(part)
                if budget < 0:
                    raise LimitError("gtfs-too-large", file=name, megabytes=FEED_BYTES // 1_000_000)
                parts.append(part)
    except ValueError as error:  # a wrong offset, to which nothing can be wound back
        raise DamagedError("gtfs-zip-damaged", file=name) from error
    return b"".join(parts)
