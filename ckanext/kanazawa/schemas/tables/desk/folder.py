"""Folders of single checks: made under unguessable names, gone when their time is over."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.tables.desk.process.notes import TASK, read_note

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
# A folder without a task: whoever made it died while the bytes came in.
ABANDONED_AFTER_S = 600


class Full(Exception):
    """As many checks lie in the folder as may."""


class NotPrivate(Exception):
    """Others can look into the folder: nothing is put there."""


def root() -> Path:
    """Return the folder of all checks, made where there is none.

    Raises:
        NotPrivate: it belongs to somebody else, or others may read it.
    """
    chosen = config.desk_folder()
    default = Path(tempfile.gettempdir()) / f"kanazawa-desk-{os.getuid()}"
    path = Path(chosen) if chosen else default
    path.mkdir(mode=0o700, parents=bool(chosen), exist_ok=True)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise NotPrivate(str(path))
    return path


def create() -> Path:
    """Make the folder of a new check; sweeps first.

    Raises:
        Full: there are as many as may be.
        NotPrivate: as `root`.
    """
    place = root()
    sweep()
    if sum(1 for _ in _folders(place)) >= config.desk_kept():
        raise Full
    folder = place / secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700)
    return folder


def find(token: str) -> Path | None:
    """Return the folder of a check; None where there is none, or its time is over."""
    if not TOKEN.fullmatch(token):
        return None
    folder = root() / token
    task = read_note(folder, TASK)
    if task is None:
        return None
    if task["expires"] <= time.time():
        remove(folder)
        return None
    return folder


def remove(folder: Path) -> None:
    """Remove a check with all that was made of it."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove the checks whose time is over; return how many."""
    gone = [folder for folder in _folders(root()) if _is_over(folder)]
    for folder in gone:
        remove(folder)
    return len(gone)


def _folders(place: Path) -> list[Path]:
    return [entry for entry in place.iterdir() if TOKEN.fullmatch(entry.name)]


def _is_over(folder: Path) -> bool:
    task = read_note(folder, TASK)
    if task is not None:
        return task["expires"] <= time.time()
    try:
        return folder.stat().st_mtime < time.time() - ABANDONED_AFTER_S
    except FileNotFoundError:
        return False
