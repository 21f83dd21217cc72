"""Take a slot, let a child work under limits, say how it ended, remove everything in time."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from ckanext.kanazawa.schemas.tables.desk.process.confine import MEBIBYTE, confine
from ckanext.kanazawa.schemas.tables.desk.process.notes import (
    BUSY,
    MADE,
    RESULT,
    TASK,
    read_note,
    write_note,
)

LOOK_EVERY_S = 0.05
# Exit statuses of a child that says itself what it lacks.
NO_MEMORY, NO_ROOM = 2, 3
WITHOUT_ROOM = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
# Waits, then removes: a shell, which takes a hundredth of the memory that Python does.
REMOVER = 'sleep "$1"; exec rm -rf -- "$2"'


def supervise(folder: Path) -> NoReturn:
    """Have the task of a folder done. Returns to whoever started it once a slot is taken.

    Exits with `BUSY` where all slots are taken.
    """
    task = read_note(folder, TASK)
    if task is None:
        sys.exit(1)
    slot = _slot(folder.parent, task["at_once"])
    if slot is None:
        sys.exit(BUSY)
    if os.fork():
        os._exit(0)
    os.setsid()
    _leave_terminal()
    _watch(folder, task, _child(folder, task))
    os.close(slot)
    _remove_later(folder, task)


def _slot(root: Path, number: int) -> int | None:
    """Return an open file whose lock is a slot: free again when its last holder ends."""
    for index in range(number):
        file = os.open(root / f"slot-{index}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        else:
            return file
    return None


def _leave_terminal() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _child(folder: Path, task: dict[str, Any]) -> int:
    """Start the child that works, and return its number."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        limits = {name: task[name] for name in ("memory_mb", "timeout_s", "file_mb")}
        confine(folder, **limits)
        # Here: polars starts threads, which must come after the limits, and not be forked.
        from ckanext.kanazawa.schemas.tables.desk.process.work import work

        work(folder, task)
        status = 0
    except MemoryError:
        status = NO_MEMORY
    except OSError as error:
        if error.errno in WITHOUT_ROOM:
            status = NO_ROOM
    finally:
        os._exit(status)


def _watch(folder: Path, task: dict[str, Any], child: int) -> None:
    """Wait for the child; end it at a limit, and say so in its place."""
    end = time.monotonic() + task["timeout_s"]
    most = task["memory_mb"] * MEBIBYTE
    why = None
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if why is None:
            why = "time" if time.monotonic() > end else None
            why = "memory" if _filled_bytes(child) > most else why
            if why:
                os.kill(child, signal.SIGKILL)
        time.sleep(LOOK_EVERY_S)
    if why or status or read_note(folder, RESULT) is None:
        # Half a file is of no use, and the note may need its room.
        (folder / MADE).unlink(missing_ok=True)
        write_note(folder, RESULT, {"state": "stopped", "why": why or _reason(status)})


def _reason(status: int) -> str:
    """Return why a child ended by itself: allocations that failed abort the process."""
    code = os.waitstatus_to_exitcode(status)
    if code in (NO_ROOM, -signal.SIGXFSZ):
        return "size"
    if code in (NO_MEMORY, -signal.SIGABRT):
        return "memory"
    return "time" if code in (-signal.SIGXCPU, -signal.SIGALRM) else "crash"


def _filled_bytes(process: int) -> int:
    """Return the memory a process fills; 0 where it is gone."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * PAGE_BYTES


def _remove_later(folder: Path, task: dict[str, Any]) -> NoReturn:
    """Remove the folder when its time is over, whether or not anybody comes by."""
    seconds = max(1, round(task["expires"] - time.time()))
    if not task["first"]:
        sys.exit(0)
    os.execv("/bin/sh", ["sh", "-c", REMOVER, "sh", str(seconds), str(folder)])
