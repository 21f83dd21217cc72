"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ckanext.kanazawa.lib.tables.errors import WriteError

REASONS = {
    errno.ENOSPC: {"ja": "ディスクの空き容量がありません", "en": "the disk is full"},
    errno.EDQUOT: {"ja": "使える容量を超えました", "en": "the disk quota is used up"},
    errno.EFBIG: {"ja": "ファイルが大きすぎます", "en": "the file grew too large for the disk"},
    errno.EACCES: {"ja": "書き込む権限がありません", "en": "you may not write there"},
    errno.EPERM: {"ja": "書き込む権限がありません", "en": "you may not write there"},
    errno.EROFS: {"ja": "書き込みできないディスクです", "en": "the disk is read-only"},
    errno.ENOENT: {"ja": "フォルダーがありません", "en": "there is no such folder"},
    errno.ENOTDIR: {
        "ja": "途中の名前がフォルダーではありません",
        "en": "part of the path is no folder",
    },
    errno.EISDIR: {"ja": "同じ名前のフォルダーがあります", "en": "a folder has that name"},
    errno.ENAMETOOLONG: {"ja": "ファイル名が長すぎます", "en": "the name is too long"},
    errno.EIO: {"ja": "ディスクの読み書きに失敗しました", "en": "the disk failed"},
}


@contextmanager
def opened(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Open a file beside the target, and put it in the target's place when all went well.

    Args:
        target: where the file is to appear; a link is followed.
        overwrite: a file there may be replaced; its access rights are kept.

    Raises:
        WriteError: there is a file already, or the system refuses to write.
    """
    with refusals_named(target.name):
        place = Path(os.path.realpath(target))
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if os.path.lexists(place) and not overwrite:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        with _beside(place) as (out, temporary):
            yield out
            out.flush()
            os.fsync(out.fileno())
            _put(temporary, place, overwrite=overwrite)


@contextmanager
def refusals_named(file: str) -> Iterator[None]:
    """Turn what the system refuses into a WriteError that says what and why.

    A pipe whose reader went away is no failure of ours, and stays what it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise WriteError("target-exists", file=file) from error
    except OSError as error:
        raise WriteError("target-refused", file=file, reason=_reason(error)) from error


@contextmanager
def _beside(place: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Make a file in the same folder; it is gone afterwards unless it was moved away."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".writing-", suffix=place.suffix)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out, temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, place: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.chmod(_access(place))
        temporary.replace(place)
        return
    temporary.chmod(_access(place))
    try:
        # Unlike renaming, linking fails where somebody wrote a file there meanwhile.
        os.link(temporary, place)
    except OSError as error:
        if isinstance(error, FileExistsError):
            raise
        # Some file systems (shared folders, memory sticks) know no links.
        if place.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        temporary.rename(place)


def _access(place: Path) -> int:
    """Return the access rights of the file there, or what a new file would get."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: OSError) -> dict[str, str]:
    known = REASONS.get(error.errno or 0)
    return known or {"ja": error.strerror or str(error), "en": error.strerror or str(error)}
