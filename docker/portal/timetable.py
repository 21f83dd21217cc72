"""Run what CKAN and the portal want run again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from ckanext.kanazawa.launcher.timetable import Task, recurring_tasks


def run_due(tasks: list[Task], now: float) -> None:
    """Run the tasks whose time has come; one that fails is tried again at its next time."""
    for task in tasks:
        arguments = task.begin(now)
        if arguments is None:
            continue
        result = subprocess.run(["ckan", *arguments], check=False)
        if result.returncode:
            name = " ".join(arguments)
            print(f"timetable: «{name}» ended with {result.returncode}", file=sys.stderr)


def main() -> None:
    """Go on for as long as the container lives."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    tasks = recurring_tasks(time.monotonic())
    while True:
        run_due(tasks, time.monotonic())
        time.sleep(10)


if __name__ == "__main__":
    main()
