"""The files a sheet speaks of: in a folder, or in a ZIP. Nothing outside of them is reached."""

from __future__ import annotations

import difflib
import os
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.read.archive import LITTER
from ckanext.kanazawa.lib.tables.read.limits import MEBIBYTE, Limits
from ckanext.kanazawa.lib.tables.read.package import BROKEN, Package, leads_outside, shown_name
from ckanext.kanazawa.lib.tables.read.source import source_of
from ckanext.kanazawa.schemas.files import config
from ckanext.kanazawa.schemas.speech import both
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal

SIMILAR = 3
CHUNK_BYTES = 1 << 20


class Files(Protocol):
    """Files by the names a sheet calls them."""

    def names(self) -> list[str]:
        """Return the names of all files, folders within divided by "/"."""
        ...

    def find(self, written: str) -> str:
        """Return the name of the file that is meant.

        Raises:
            Refusal: there is none, or it is not inside.
        """
        ...

    def open(self, name: str) -> Any:
        """Return a context that gives the bytes of a file, seekable.

        Raises:
            Refusal: it cannot be read.
        """
        ...


def plain_name(written: str) -> str:
    """Return a name in one spelling, whatever system wrote it (a Mac splits が in two)."""
    plain = unicodedata.normalize("NFC", written.strip()).replace("\\", "/")
    return plain.removeprefix("./")


def refuse_outside(written: str) -> None:
    """Refuse a name that is absolute or climbs out of the folder.

    Raises:
        Refusal: it does.
    """
    if leads_outside(written) or "\x00" in written:
        raise Refusal(both(lambda: _outside(written)))


def _outside(written: str) -> str:
    return tk._(
        '"{name}" leads out of the folder. Put the file into the folder, and write its name there.'
    ).format(name=written[:200])


def _missing(written: str, names: list[str]) -> str:
    near = difflib.get_close_matches(written, names, SIMILAR, 0.5)
    text = tk._('There is no file "{name}" in the folder.').format(name=written[:200])
    if near:
        return text + " " + tk._("Similar: {names}").format(names=", ".join(near))
    return text


class FolderFiles:
    """The files of a folder on this machine; links that lead out of it are not followed."""

    def __init__(self, root: Path):
        """Look at what is there."""
        self._root = root.resolve()
        self._paths: dict[str, Path] = {}
        self._outside: set[str] = set()
        for folder, _folders, names in os.walk(self._root):
            for name in names:
                self._note(Path(folder) / name)

    def _note(self, path: Path) -> None:
        name = plain_name(path.relative_to(self._root).as_posix())
        real = path.resolve()
        if not real.is_relative_to(self._root):
            self._outside.add(name)
        elif real.is_file():
            self._paths[name] = real

    def names(self) -> list[str]:
        """Return the names of all files."""
        return sorted(self._paths)

    def find(self, written: str) -> str:
        """Return the name of the file that is meant."""
        name = plain_name(written)
        refuse_outside(name)
        if name in self._outside:
            raise Refusal(both(lambda: _outside(written)))
        if name not in self._paths:
            raise Refusal(both(lambda: _missing(name, self.names())))
        return name

    def besides(self, named: Collection[str], others: Collection[Path]) -> list[str]:
        """Return the names of files that are neither named nor among other paths."""
        known = {plain_name(name) for name in named}
        return [
            name
            for name, path in sorted(self._paths.items())
            if name not in known and path not in others
        ]

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Give the bytes of a file."""
        try:
            stream = self._paths[name].open("rb")
        except OSError as error:
            raise Refusal(both(lambda: _unreadable(name))) from error
        with stream:
            yield stream


def _unreadable(name: str) -> str:
    return tk._('The file "{name}" cannot be read. Look at its permissions.').format(name=name)


def zip_limits() -> Limits:
    """Return how much may come out of a ZIP somebody sends."""
    return Limits(workbook_bytes=config.max_upload_bytes(), unpacked_bytes=2048 * MEBIBYTE)


class ZipFiles:
    """The files of a ZIP, each unpacked only while it is read, and no further than may be."""

    def __init__(self, path: Path, name: str):
        """Look at a ZIP without unpacking it.

        Raises:
            TableError: it is damaged, locked, or holds more than may be.
        """
        limits = zip_limits()
        self._package = Package(source_of(path, name, limits), limits)
        infos = {
            plain_name(shown_name(info)): info
            for info in self._package.infos
            if not _is_litter(shown_name(info))
        }
        # People pack the folder itself: its name then stands before all others.
        tops = {name.split("/")[0] for name in infos if "/" in name}
        is_packed = len(tops) == 1 and all("/" in name for name in infos)
        cut = len(tops.pop()) + 1 if is_packed else 0
        self._infos = {name[cut:]: info for name, info in infos.items()}

    def names(self) -> list[str]:
        """Return the names of all files."""
        return sorted(self._infos)

    def find(self, written: str) -> str:
        """Return the name of the file that is meant."""
        name = plain_name(written)
        refuse_outside(name)
        if name not in self._infos:
            raise Refusal(both(lambda: _missing(name, self.names())))
        return name

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Give the bytes of a file; one that is too large ends one byte beyond the limit."""
        room = config.max_upload_bytes() + 1
        with tempfile.SpooledTemporaryFile(max_size=CHUNK_BYTES) as spool:
            try:
                with self._package.open(self._infos[name]) as packed:
                    while room and (chunk := packed.read(min(room, CHUNK_BYTES))):
                        spool.write(chunk)
                        room -= len(chunk)
            except BROKEN as error:
                raise Refusal(both(lambda: _damaged(name))) from error
            spool.seek(0)
            yield spool  # type: ignore[misc]


def _damaged(name: str) -> str:
    return tk._('The file "{name}" is damaged inside the ZIP. Pack it again.').format(name=name)


def _is_litter(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith(LITTER[0]) or plain.split("/")[-1] in LITTER[1:]
