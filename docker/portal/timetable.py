"""Run what CKAN and the portal want run again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from ckanext.kanazawa.launcher.timetable import FIRST_AFTER_S, HOUR_S, tracking_arguments

DAY_S = 24 * HOUR_S


@dataclass
class Task:
    """A command of CKAN, how often it is run, and when it is next."""

    arguments: Callable[[], list[str]]
    every_s: float
    due: float


def run_due(tasks: list[Task], now: float) -> None:
    """Run the tasks whose time has come; one that fails is tried again at its next time."""
    for task in tasks:
        if now < task.due:
            continue
        task.due = now + task.every_s
        arguments = task.arguments()
        result = subprocess.run(["ckan", *arguments], check=False)
        if result.returncode:
            name = " ".join(arguments)
            print(f"timetable: «{name}» ended with {result.returncode}", file=sys.stderr)


def main() -> None:
    """Go on for as long as the container lives."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    first = time.monotonic() + FIRST_AFTER_S
    tasks = [
        Task(tracking_arguments, HOUR_S, first),
        Task(lambda: ["kanazawa-schemas", "files-sweep"], DAY_S, first + HOUR_S / 2),
    ]
    while True:
        run_due(tasks, time.monotonic())
        time.sleep(10)


if __name__ == "__main__":
    main()
