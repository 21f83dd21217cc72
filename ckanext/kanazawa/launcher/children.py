"""The processes the launcher starts, and keeps alive."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher.accounts import Account
from ckanext.kanazawa.launcher.commands import tail
from ckanext.kanazawa.launcher.failures import DiskFull, ServerFailed

# A server that dies this often within this time is not restarted any more.
MAX_DEATHS = 5
DEATHS_WINDOW_S = 120.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One server process, in a process group of its own.

    Attributes:
        name: what messages call it.
        command: program and arguments.
        account: who runs it.
        log: file that receives its output.
        env: its whole environment.
        answers: tells whether it is ready for work.
        clean: run before every start; clears what a killed predecessor left.
        stop_signal: asks it to finish in order.
        ready_within_s: how long a start may take.
    """

    name: str
    command: list[str]
    account: Account
    log: Path
    env: Mapping[str, str]
    answers: Callable[[], bool]
    clean: Callable[[], None] = lambda: None
    cwd: Path | str = "/"
    stop_signal: int = signal.SIGTERM
    ready_within_s: float = 90.0
    process: subprocess.Popen[Any] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process; it ends with the launcher, even if that is killed with -9."""
        self.clean()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.cwd,
                env=dict(self.env),
                # Ctrl-C in the terminal reaches the launcher alone, which stops all in order.
                start_new_session=True,
                preexec_fn=tie_to_parent(self.stop_signal, os.getpid()),
                **self.account.switch(),
            )

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def wait_until_ready(self, keep_waiting: Callable[[], bool] = lambda: True) -> None:
        """Wait until the process answers.

        Args:
            keep_waiting: called several times a second; False ends the wait.

        Raises:
            ServerFailed: it ended, or did not answer in time; with the end of its log.
            DiskFull: because there is no room.
        """
        deadline = time.monotonic() + self.ready_within_s
        while keep_waiting():
            if self.answers():
                return
            if not self.is_alive() or time.monotonic() > deadline:
                raise self.failure()
            time.sleep(0.1)

    def failure(self) -> ServerFailed | DiskFull:
        """Return why the server cannot go on, with the end of its log."""
        lines = "\n".join(tail(self.log, 12))
        if "No space left on device" in lines:
            return DiskFull(path=self.log.parent.parent, free="0")
        return ServerFailed(name=self.name, log=self.log, output=lines)

    def may_restart(self) -> bool:
        """Note a death; tell whether one more start is worth trying."""
        now = time.monotonic()
        self.deaths = [t for t in self.deaths if now - t < DEATHS_WINDOW_S] + [now]
        return len(self.deaths) < MAX_DEATHS

    def stop(self, patience_s: float = 30.0) -> None:
        """End the process and all it started: in order, and by force when it lingers."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def tie_to_parent(stop_signal: int, parent: int) -> Callable[[], None]:
    """Return what a new process does first: ask the kernel to end it with its parent.

    Args:
        stop_signal: what the kernel sends when the parent is gone.
        parent: process id of the parent.
    """

    def tie() -> None:
        # Shells start background jobs with Ctrl-C switched off, and children inherit that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:
            os._exit(1)

    return tie
