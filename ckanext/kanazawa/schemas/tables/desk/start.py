"""Start the process that works on a check, and see how far it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ckanext.kanazawa.schemas.tables.desk.process.notes import (
    BUSY,
    PROGRESS,
    RESULT,
    TASK,
    read_note,
    write_note,
)

MODULE = "ckanext.kanazawa.schemas.tables.desk.process"
# Until the process has taken its slot; it only starts Python in this time.
START_TIMEOUT_S = 30
LOOK_EVERY_S = 0.05
# Longer than the watcher takes to see that a child has reached its limit.
GRACE_S = 15


class Busy(Exception):
    """All slots are taken."""


class NotStarted(Exception):
    """The process could not be started at all."""


def start(folder: Path, task: dict[str, Any]) -> None:
    """Start working on the task of a folder.

    Raises:
        Busy: as many checks run as may.
        NotStarted: the machine refuses.
    """
    (folder / RESULT).unlink(missing_ok=True)
    (folder / PROGRESS).unlink(missing_ok=True)
    write_note(folder, TASK, {**task, "started": time.time()})
    try:
        status = subprocess.run(
            [_python(), "-I", "-m", MODULE, str(folder)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=START_TIMEOUT_S,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotStarted from error
    if status == BUSY:
        raise Busy
    if status:
        raise NotStarted


def _python() -> str:
    """Return the Python of this environment; `sys.executable` may be the web server."""
    python = Path(sys.prefix) / "bin" / "python3"
    return str(python) if python.exists() else sys.executable


def _environment(folder: Path) -> dict[str, str]:
    """Return the variables of the process: none of ours, which may hold passwords."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "POLARS_MAX_THREADS": "2",
        "MALLOC_ARENA_MAX": "2",
    }


def result_of(folder: Path) -> dict[str, Any]:
    """Return what came of a check.

    Returns:
        `state` is "running" (with `rows` checked so far), "done", "failed" (with `error`:
        the file cannot be read) or "stopped" (with `why`: "time", "memory" or "crash").
    """
    result = read_note(folder, RESULT)
    if result is not None:
        return result
    task = read_note(folder, TASK) or {"started": 0.0, "timeout_s": 0}
    if time.time() > task["started"] + task["timeout_s"] + GRACE_S:
        return {"state": "stopped", "why": "crash"}
    return {"state": "running", "rows": (read_note(folder, PROGRESS) or {}).get("rows", 0)}


def wait(folder: Path, seconds: float) -> dict[str, Any]:
    """Wait for a check to end, but not for long; return what came of it so far."""
    end = time.monotonic() + seconds
    while (result := result_of(folder))["state"] == "running" and time.monotonic() < end:
        time.sleep(LOOK_EVERY_S)
    return result
