"""Folders for work that is under way: gone with the work, and with a process that is killed.

A process that is killed with -9 removes nothing. Its folders are locked as long as it lives,
and the kernel lets go of the lock when it dies: whoever makes the next folder on this machine
removes those that nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "kanazawa-work-"
# Without its lock yet: too young for anybody to look at.
UNLOCKED = ".kanazawa-making-"


class Scratch:
    """A folder of this process, empty at first."""

    def __init__(self, purpose: str):
        """Make the folder, and remove what dead processes left.

        Args:
            purpose: part of its name, for whoever looks into the folder of temporary files.
        """
        remove_abandoned()
        made = Path(tempfile.mkdtemp(prefix=UNLOCKED))
        self._lock = _locked(made)
        name = made.name.removeprefix(UNLOCKED)
        self.path = made.rename(made.with_name(f"{PREFIX}{purpose}-{name}"))

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """Give an empty folder for as long as the context is open."""
    scratch = Scratch(purpose)
    try:
        yield scratch.path
    finally:
        scratch.remove()


def remove_abandoned() -> int:
    """Remove the folders whose process is dead; return how many."""
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Gone meanwhile, or somebody else's: not ours to judge.
        with suppress(OSError):
            facts = folder.lstat()
            if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
                continue
            lock = _locked(folder)
            if lock is None:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
            removed += 1
    return removed


def _locked(folder: Path) -> int | None:
    """Return an open lock of a folder; None where another process holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
