"""Who runs the portal now: a small file, and a lock against two starts at once."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ckanext.kanazawa.launcher.failures import ForeignData


@dataclass(frozen=True)
class Run:
    """One start of the portal.

    Attributes:
        pid: process id of the launcher that watches over it.
        born: when that process began, in clock ticks since the machine started; tells
            it from a later process with the same id.
        address: where visitors find it.
        ready: whether it answers already.
        port: where it listens; 0 where an earlier version did not note it.
    """

    pid: int
    born: int
    address: str
    ready: bool = False
    port: int = 0


class RunFile:
    """Remembers the current run."""

    def __init__(self, folder: Path):
        self.path = folder / "run.json"
        self.lock_path = folder / "lock"

    def current(self) -> Run | None:
        """Return the run that is going on; None when its launcher is gone."""
        try:
            run = Run(**json.loads(self.path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return run if born(run.pid) == run.born else None

    def write(self, address: str, ready: bool, port: int = 0) -> None:
        """Note that this process runs the portal."""
        run = Run(os.getpid(), born(os.getpid()), address, ready, port)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(run)), encoding="utf-8")
        fresh.rename(self.path)

    def clear(self) -> None:
        """Note that nobody runs the portal."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def exclusively(self) -> Iterator[bool]:
        """Hold the right to change this clone's set-up; gives False where another start has it."""
        with self.lock_path.open("a") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def stop(self, patience_s: float = 90.0) -> bool:
        """Ask the current run to end and wait for it; False when there is none.

        Raises:
            ForeignData: it belongs to another user.
        """
        run = self.current()
        if run is None:
            return False
        try:
            os.kill(run.pid, signal.SIGTERM)
        except PermissionError as error:
            raise ForeignData(path=self.path, owner=self.path.owner()) from error
        deadline = time.monotonic() + patience_s
        while born(run.pid) == run.born:
            if time.monotonic() > deadline:
                os.kill(run.pid, signal.SIGKILL)
            time.sleep(0.1)
        return True


def born(pid: int) -> int:
    """Return when a process began (field 22 of /proc/PID/stat); 0 when it is not there."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[19])
