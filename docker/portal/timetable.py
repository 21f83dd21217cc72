"""Run, every hour, what CKAN wants run again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from ckanext.kanazawa.launcher.timetable import FIRST_AFTER_S, HOUR_S, tracking_arguments


def main() -> None:
    """Run the commands for as long as the container lives; one that fails is tried again."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    time.sleep(FIRST_AFTER_S)
    while True:
        begun = time.monotonic()
        result = subprocess.run(["ckan", *tracking_arguments()], check=False)
        if result.returncode:
            print(f"timetable: tracking update ended with {result.returncode}", file=sys.stderr)
        time.sleep(max(0.0, HOUR_S - (time.monotonic() - begun)))


if __name__ == "__main__":
    main()
