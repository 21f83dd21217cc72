"""A ZIP with a table inside."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import ZipInfo

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
)
from ckanext.kanazawa.lib.tables.read.delimited import Wish
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.package import BROKEN, Package, shown_name
from ckanext.kanazawa.lib.tables.read.source import KEPT_BYTES, Source

# Endings of tables, and of what may be one where there are none of these.
SURE = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".geojson", ".json", ".jsonl", ".ndjson")
MAYBE = (".txt", ".tab", ".dat", ".zip")
# What operating systems leave in a ZIP.
LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# ZIPs within ZIPs within a ZIP are nobody's table.
DEEPEST = 2
# Files every feed has that follows GTFS.
GTFS_FILES = frozenset(("agency.txt", "routes.txt", "trips.txt", "stop_times.txt"))
NAMED = 20


def is_gtfs(names: Iterable[str]) -> bool:
    """Say whether the names inside a ZIP are those of a GTFS feed, in a folder or not."""
    return {PurePosixPath(name).name for name in names} >= GTFS_FILES


def chosen_member(
    source: Source, package: Package, wish: Wish, limits: Limits, depth: int
) -> tuple[Source, Wish]:
    """Return the one table inside a ZIP, and what remains of the wish.

    Args:
        source: the ZIP.
        package: the same, opened.
        wish: its sheet may be the name of the member.
        limits: of the file.
        depth: number of ZIPs around it.

    Raises:
        EmptyFileError: there is nothing inside.
        FileError: there are several tables and none was chosen.
        LimitError: ZIPs stand within ZIPs.
        NotATableError: it is a GTFS feed.
    """
    if depth >= DEEPEST:
        raise LimitError("zip-nested", file=source.label)
    members = {shown_name(info): info for info in package.infos if not _is_litter(info.filename)}
    if not members:
        raise EmptyFileError("empty-file", file=source.label)
    name = wish.sheet if isinstance(wish.sheet, str) and wish.sheet in members else None
    if name is not None:
        wish = replace(wish, sheet=None)
    elif is_gtfs(members):
        raise NotATableError("gtfs-feed", file=source.label)
    else:
        name = _only(source, list(members))
    return _member(source, package, members[name], name), wish


def _is_litter(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith(LITTER[0]) or plain.split("/")[-1] in LITTER[1:]


def _only(source: Source, names: list[str]) -> str:
    for endings in (SURE, MAYBE, ("",)):
        found = [name for name in names if name.lower().endswith(endings)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = "、".join(sorted(found)[:NAMED]) + ("…" if len(found) > NAMED else "")
            raise FileError("zip-many-tables", file=source.label, members=listed)
    raise EmptyFileError("empty-file", file=source.label)


def _member(source: Source, package: Package, info: ZipInfo, name: str) -> Source:
    member = f"{source.member}/{name}" if source.member else name
    if info.file_size <= KEPT_BYTES:
        data = package.read(info.filename)
        return Source(source.name, len(data), lambda: io.BytesIO(data), member=member)
    # Unpacked once to its end, so that a broken one is found now and not among its rows.
    size = sum(map(len, _chunks(source, package, info)))
    opener = cast(Callable[[], BinaryIO], lambda: package.open(info))
    return Source(source.name, size, opener, member=member)


def _chunks(source: Source, package: Package, info: ZipInfo) -> Iterator[bytes]:
    try:
        with package.open(info) as stream:
            while chunk := stream.read(1 << 20):
                yield chunk
    except BROKEN as error:
        raise DamagedError("zip-damaged", file=source.label) from error
