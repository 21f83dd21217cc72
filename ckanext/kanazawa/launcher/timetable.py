"""Commands that CKAN wants run again and again."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher.database import ckan_command, ckan_environment
from ckanext.kanazawa.launcher.logs import shorten_logs
from ckanext.kanazawa.launcher.places import Places

HOUR_S = 3600.0
# After the start the first visitors come first.
FIRST_AFTER_S = 60.0


def tracking_arguments() -> list[str]:
    """Return the command that counts page views since yesterday (core would begin in 2011)."""
    return ["tracking", "update", (date.today() - timedelta(days=1)).isoformat()]


class Timetable:
    """Runs each command every hour, one at a time, outside the portal's own processes."""

    def __init__(self, places: Places, clock: Callable[[], float] = time.monotonic):
        self.places = places
        self.clock = clock
        self.commands: Mapping[str, Callable[[], list[str]]] = {"tracking": tracking_arguments}
        self.due = {name: clock() + FIRST_AFTER_S for name in self.commands}
        self.logs_due = clock() + HOUR_S
        self.running: subprocess.Popen[Any] | None = None

    def tick(self) -> None:
        """Start what is due; called several times a second."""
        now = self.clock()
        if now >= self.logs_due:
            self.logs_due = now + HOUR_S
            shorten_logs(self.places.logs)
        if self.running is not None and self.running.poll() is None:
            return
        self.running = None
        for name, arguments in self.commands.items():
            if now >= self.due[name]:
                self.due[name] = now + HOUR_S
                self.running = self._start(arguments())
                return

    def stop(self) -> None:
        """End a command that is under way."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            self.running.wait()

    def _start(self, arguments: list[str]) -> subprocess.Popen[Any]:
        log: Path = self.places.logs / "timetable.log"
        with log.open("ab") as output:
            return subprocess.Popen(
                ckan_command(self.places, *arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.places.home,
                env=ckan_environment(self.places),
                start_new_session=True,
                **self.places.code.switch(),
            )
