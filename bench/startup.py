"""Measure `./portal up` in a fresh clone: first start, second start, and after kill -9.

Usage::

    python3 bench/startup.py [--port 5990] [--keep]

Clones this repository into a new folder (committed state only), starts the portal there,
stops it, starts it again, kills one of its servers, and prints how long each took until the
portal answered. Packages of the system that are there already are not installed again: for
the first start of a bare machine run it in a fresh one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What the requirements promise, in seconds.
FIRST_START_S = 360.0
SECOND_START_S = 15.0


def main() -> int:
    """Run the measurement; return 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description="Measure the start of the portal.")
    parser.add_argument("--port", type=int, default=5990)
    parser.add_argument("--keep", action="store_true", help="leave the clone for a look")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kanazawa-startup-"))
    folder.chmod(0o755)
    clone = folder / "portal"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    try:
        return measure(clone, chosen.port)
    finally:
        portal(clone, "down")
        if chosen.keep:
            print(f"kept: {clone}")
        else:
            portal(clone, "reset", "--yes")
            shutil.rmtree(folder, ignore_errors=True)


def measure(clone: Path, port: int) -> int:
    """Start, stop and start again; print each time."""
    start = ("up", "--detach", "--port", str(port))
    bare = timed(lambda: portal(clone, *start, "--no-demo"))
    report("first start, without demonstration content", bare, FIRST_START_S)
    portal(clone, "down")
    demo = timed(lambda: portal(clone, *start))
    print(f"{'loading the demonstration content (with a start)':<55}{demo:7.1f} s")
    portal(clone, "down")
    warm = timed(lambda: portal(clone, *start))
    report("second start", warm, SECOND_START_S)
    revival = timed(lambda: kill_web(clone, port))
    print(f"{'web server killed with -9, until it answers again':<55}{revival:7.1f} s")
    return 0 if bare + demo <= FIRST_START_S and warm <= SECOND_START_S else 1


def portal(clone: Path, *arguments: str) -> None:
    """Run a command of the launcher; its output goes to the log beside the clone."""
    with (clone.parent / "log").open("ab") as log:
        command = [str(clone / "portal"), *arguments]
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
        )
    if ended.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(clone.parent / 'log').read_text()[-3000:]}")


def kill_web(clone: Path, port: int) -> None:
    """Kill the web server and wait until the portal answers again."""
    launcher = json.loads((clone / "var/state/run.json").read_text())["pid"]
    for child in Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split():
        if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.killpg(int(child), signal.SIGKILL)
    while True:
        try:
            address = f"http://127.0.0.1:{port}/api/3/action/status_show"
            urllib.request.urlopen(address, timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)


def timed(action: Callable[[], None]) -> float:
    """Return how many seconds an action takes."""
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def report(what: str, seconds: float, promised: float) -> None:
    """Print one measurement beside its promise."""
    print(f"{what:<55}{seconds:7.1f} s   promised {promised:.0f} s: {seconds / promised:.2f}")


if __name__ == "__main__":
    sys.exit(main())
