"""The portal's log files: kept from growing without end, and shown on request."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ckanext.kanazawa.launcher.commands import tail
from ckanext.kanazawa.launcher.failures import NoSuchLog

MAX_LOG_BYTES = 20_000_000
# What is shown unless asked for more: pip's, npm's and the servers' own logs help few.
USUAL = ("access", "portal", "web", "worker")


def shorten_logs(folder: Path, max_bytes: int = MAX_LOG_BYTES) -> None:
    """Move large logs aside, one earlier copy of each being kept.

    Servers keep their file open, and append: it is copied and emptied, not renamed.
    """
    for path in folder.glob("*.log"):
        if path.stat().st_size > max_bytes:
            shutil.copyfile(path, path.with_name(path.name + ".1"))
            with path.open("r+b") as stream:
                stream.truncate(0)


def show_logs(folder: Path, names: list[str], lines: int, follow: bool) -> None:
    """Print the ends of logs, and with `follow` what is added until Ctrl-C.

    Args:
        folder: the folder of the logs.
        names: which logs, without `.log`; the usual ones when empty.
        lines: how many lines of each.
        follow: go on printing.

    Raises:
        NoSuchLog: one of the names is that of no log.
    """
    known = sorted({*USUAL, *(path.stem for path in folder.glob("*.log"))})
    for name in names:
        if name not in known:
            raise NoSuchLog(name=name, names=", ".join(known), example="web")
    paths = [folder / f"{name}.log" for name in names or USUAL]
    for path in paths:
        for line in tail(path, lines):
            _print_line(path.stem, line)
    followers = {path.stem: LogFollower(path) for path in paths}
    while follow:
        for name, follower in followers.items():
            follower.each_new_line(partial(_print_line, name))
        time.sleep(0.5)


def _print_line(name: str, line: str) -> None:
    print(f"{name:>10} | {line}", flush=True)


class LogFollower:
    """Reads what is added to a growing file."""

    def __init__(self, path: Path):
        self.path = path
        self.position = path.stat().st_size if path.exists() else 0

    def each_new_line(self, take: Callable[[str], None]) -> None:
        """Hand on every line added since the last call."""
        if not self.path.exists():
            return
        if self.path.stat().st_size < self.position:
            self.position = 0
        with self.path.open("rb") as stream:
            stream.seek(self.position)
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                self.position += len(line)
                take(line.decode(errors="replace").rstrip("\n"))
