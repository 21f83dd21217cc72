"""Commands that CKAN wants run again and again."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher.database import ckan_command, ckan_environment
from ckanext.kanazawa.launcher.logs import shorten_logs
from ckanext.kanazawa.launcher.places import Places

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
# After the start the first visitors come first.
FIRST_AFTER_S = 60.0


@dataclass
class Task:
    """A command of CKAN, how often it is run, and when it is next (by the caller's clock)."""

    arguments: Callable[[], list[str]]
    every_s: float
    due: float

    def begin(self, now: float) -> list[str] | None:
        """Return the command's words where its time has come, and set its next time."""
        if now < self.due:
            return None
        self.due = now + self.every_s
        return self.arguments()


def tracking_arguments() -> list[str]:
    """Return the command that counts page views since yesterday (core would begin in 2011)."""
    return ["tracking", "update", (date.today() - timedelta(days=1)).isoformat()]


def sweep_arguments() -> list[str]:
    """Return the command that removes what uploads left that were killed."""
    return ["kanazawa-schemas", "files-sweep"]


def table_sweep_arguments() -> list[str]:
    """Return the command that has jobs on tables done whose worker died."""
    return ["kanazawa-schemas", "tables-sweep"]


def link_arguments() -> list[str]:
    """Return the command that has linked tables fetched again."""
    return ["kanazawa-schemas", "fetch-links"]


def reconcile_arguments() -> list[str]:
    """Return the command that brings DataStore tables and resources together."""
    return ["kanazawa-schemas", "tables-reconcile"]


def mail_arguments() -> list[str]:
    """Return the command that has mails sent again that a mail server refused for now."""
    return ["kanazawa-contribute", "messages-send"]


def publish_arguments() -> list[str]:
    """Return the command that publishes approved submissions whose time has come."""
    return ["kanazawa-contribute", "publish-due"]


def remind_arguments() -> list[str]:
    """Return the command that tells stewards what waits, and what is late."""
    return ["kanazawa-contribute", "review-remind"]


def pending_sweep_arguments() -> list[str]:
    """Return the command that removes pending files nobody needs any more."""
    return ["kanazawa-contribute", "files-sweep"]


def digest_arguments() -> list[str]:
    """Return the command that writes to editors about new tables with errors, if it shall."""
    return ["kanazawa-schemas", "findings-digest"]


def recurring_tasks(now: float) -> list[Task]:
    """Return what CKAN and the portal want run again and again."""
    first = now + FIRST_AFTER_S
    return [
        Task(tracking_arguments, HOUR_S, first),
        Task(table_sweep_arguments, 5 * MINUTE_S, first),
        Task(mail_arguments, 5 * MINUTE_S, first),
        Task(publish_arguments, 5 * MINUTE_S, first),
        Task(sweep_arguments, DAY_S, first + HOUR_S / 2),
        Task(pending_sweep_arguments, DAY_S, first + HOUR_S / 2),
        Task(link_arguments, DAY_S, first + HOUR_S),
        Task(reconcile_arguments, DAY_S, first + 2 * HOUR_S),
        Task(digest_arguments, DAY_S, first + 3 * HOUR_S),
        Task(remind_arguments, DAY_S, first + 3 * HOUR_S),
    ]


class Timetable:
    """Runs the recurring tasks, one at a time, outside the portal's own processes."""

    def __init__(self, places: Places, clock: Callable[[], float] = time.monotonic):
        self.places = places
        self.clock = clock
        self.tasks = recurring_tasks(clock())
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
        for task in self.tasks:
            arguments = task.begin(now)
            if arguments is not None:
                self.running = self._start(arguments)
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
