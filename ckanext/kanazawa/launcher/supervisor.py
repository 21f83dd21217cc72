"""Keep the portal's processes running, show its visits, and stop everything at the end."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from ckanext.kanazawa.launcher.children import Child
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.failures import ServerFailed
from ckanext.kanazawa.launcher.logs import LogFollower
from ckanext.kanazawa.launcher.timetable import Timetable

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK_S = 0.25


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked the portal to stop."""


class Supervisor:
    """Starts children in order, watches them, and stops them in reverse order."""

    def __init__(self, console: Console):
        self.console = console
        self.children: list[Child] = []
        self.stopping = False

    def listen(self) -> None:
        """Stop on Ctrl-C, on `./portal down`, and when the terminal closes."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        # Only the first signal interrupts: stopping in order must not be interrupted itself.
        if not self.stopping:
            self.stopping = True
            raise Stopped()

    def start(self, child: Child) -> None:
        """Start one more process and wait until it answers."""
        self.children.append(child)
        child.start()
        child.wait_until_ready()

    def watch(self, access_log: Path, timetable: Timetable, show: bool) -> None:
        """Go on until a signal comes: restart what died, show visits, run timed commands.

        Raises:
            Stopped: a signal came.
            ServerFailed: a process died again and again.
        """
        visits = LogFollower(access_log)
        while True:
            for child in self.children:
                if not child.is_alive():
                    self.revive(child)
            if show:
                visits.each_new_line(lambda line: print(line, flush=True))
            timetable.tick()
            time.sleep(TICK_S)

    def revive(self, child: Child) -> None:
        """Start a dead process again; a start that fails counts as one more death.

        Raises:
            ServerFailed: it died too often.
            DiskFull: there is no room; trying again would not help.
        """
        while child.may_restart():
            self.console.warn("supervisor.restarting", name=child.name)
            # What is left of its process group would stand in the way of the new one.
            child.stop()
            child.start()
            with suppress(ServerFailed):
                # The web cannot answer while PostgreSQL is dead too: see to that first.
                child.wait_until_ready(lambda: self._others_live(child))
                if child.is_alive():
                    self.console.done("supervisor.restarted", name=child.name)
                    return
        raise child.failure()

    def _others_live(self, child: Child) -> bool:
        return all(other.is_alive() for other in self.children if other is not child)

    def stop_all(self) -> None:
        """Stop everything in reverse order of its start."""
        self.stopping = True
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
