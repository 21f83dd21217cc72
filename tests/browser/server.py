"""A web server of a portal, started as production starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = "ckanext.kanazawa.launcher.wsgi:application"
START_S = 120
STOP_S = 20


class PortalError(Exception):
    """A command failed or a server does not answer; the message holds its output."""


class Server:
    """Gunicorn with CKAN.

    Args:
        url: where it listens, without a slash at the end.
        environment: tells CKAN its settings (CKAN_INI).
        log: file for all it writes.
        workers: number of processes.
    """

    def __init__(self, url: str, environment: Mapping[str, str], log: Path, workers: int = 2):
        self.url = url
        self.environment = environment
        self.log = log
        self.workers = workers
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            PortalError: it ended, or does not answer in time.
        """
        options = ["--workers", str(self.workers), "--threads", "4", "--timeout", "120"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", APPLICATION, "--bind", self._bind, *options],
                cwd=ROOT,
                env=dict(self.environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                self.stop()
                raise PortalError(f"The portal did not start:\n{self.written()[-6000:]}")
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop it with all its workers; does nothing where it is not running."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def written(self) -> str:
        """Return its log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def _bind(self) -> str:
        return self.url.split("//", 1)[1]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/3/action/status_show", timeout=30):
                return True
        except OSError:
            return False


def free_url() -> str:
    """Return the address of a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
