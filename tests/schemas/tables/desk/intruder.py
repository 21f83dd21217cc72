"""Try everything a hostile library might once the doors are closed; print what became of it.

Run in a process of its own: `python -I intruder.py FOLDER OUTSIDE VICTIM`. Prints, as JSON, for
each attempt "done" or the error that stopped it.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckanext.kanazawa.schemas.tables.desk.process.confine import confine

folder, outside, victim = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
confine(folder, memory_mb=768, timeout_s=60, file_mb=1)
system = ctypes.CDLL(None, use_errno=True)
told: dict[str, str] = {}
tgkill = {"x86_64": 234, "aarch64": 131}[platform.machine()]


def attempt(name: str, act: Callable[[], Any]) -> None:
    """Try something and note what became of it."""
    try:
        act()
    except BaseException as error:
        told[name] = type(error).__name__
    else:
        told[name] = "done"


def c(name: str, *arguments: Any) -> None:
    """Call the C library, past Python's own hooks."""
    ctypes.set_errno(0)
    if getattr(system, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def run() -> None:
    """Fork and start a program as a library would."""
    child = system.fork()
    if child == 0:
        system.execv(b"/bin/true", (ctypes.c_char_p * 2)(b"true", None))
        os._exit(99)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 99:
        raise OSError("refused")


secret, note = outside / "secret", str(outside / "secret").encode()
other = str(outside / "other").encode()
attempt("python socket", socket.socket)
attempt("C socket", lambda: c("socket", 2, 1, 0))
attempt("C unix socket", lambda: c("socket", 1, 1, 0))
attempt("io_uring", lambda: c("syscall", 425, 8, None))
attempt("python program", lambda: subprocess.run(["/bin/true"]))
attempt("python system", lambda: os.system("true"))
attempt("C program", run)
attempt("ptrace", lambda: c("ptrace", 16, victim, 0, 0))
attempt("signal", lambda: c("kill", victim, 0))
attempt("signal to a thread", lambda: c("syscall", tgkill, victim, victim, 0))
attempt("python write", lambda: (outside / "new").write_text("x"))
attempt("C write", lambda: c("open", other, os.O_CREAT | os.O_WRONLY, 0o600))
attempt("C append", lambda: c("open", note, os.O_WRONLY | os.O_APPEND))
attempt("C truncate", lambda: c("truncate", note, 0))
attempt("C remove", lambda: c("unlink", note))
attempt("C rename", lambda: c("rename", note, str(folder / "mine").encode()))
attempt("C link", lambda: c("link", note, str(folder / "mine").encode()))
attempt("folder", lambda: c("mkdir", str(outside / "sub").encode(), 0o700))
attempt("read other", secret.read_text)
attempt("list other", lambda: list(outside.iterdir()))
attempt("read accounts", Path("/etc/passwd").read_text)
attempt("read environment", lambda: Path(f"/proc/{victim}/environ").read_bytes())
attempt("link inside", lambda: (folder / "way").symlink_to(secret))
attempt("large file", lambda: (folder / "large").write_bytes(b"x" * (2 << 20)))
attempt("own file", lambda: (folder / "made").write_text("x"))
attempt("own note", lambda: (folder / "made").replace(folder / "result"))
attempt("thread", lambda: threading.Thread(target=int).start())
attempt("signal to itself", lambda: c("raise", 18))
import polars  # noqa: E402 - starts threads, which come after the limits

attempt("polars", lambda: polars.DataFrame({"a": [1]}).write_parquet(folder / "a.parquet"))
print(json.dumps(told))
