"""The virtual environment with CKAN and everything else from the requirements."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from ckanext.kanazawa.launcher.commands import clean_environment, run_long
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.stamps import Stamp, fingerprint

PORTAL_FILES = ("requirements.txt", "requirements-portal.txt", "setup.py")
TEST_FILES = ("requirements-test.txt",)
NODE_FILE = "requirements-node.txt"


class Environment:
    """The `.venv` of a clone."""

    def __init__(self, places: Places, console: Console):
        self.places = places
        self.console = console
        self.log = places.logs / "install.log"

    def ensure(self, with_tests: bool = False) -> None:
        """Make the environment, or complete one that was left half-made."""
        self._ensure_portal()
        if with_tests:
            self._ensure_files("tests", TEST_FILES)

    def ensure_node(self) -> None:
        """Add node and npm from PyPI."""
        self._ensure_files("node", (NODE_FILE,))

    def portal_stamp(self) -> Stamp:
        """Return what remembers that CKAN and its libraries are installed."""
        return Stamp(self.places.venv / ".portal-stamp")

    def portal_mark(self) -> str:
        """Return what they depend on: requirements, place of the clone, Python's version."""
        return fingerprint(self._paths(PORTAL_FILES), str(self.places.root), sys.version)

    def _ensure_portal(self) -> None:
        stamp, mark = self.portal_stamp(), self.portal_mark()
        if stamp.matches(mark) and self._works():
            return
        if not self._works():
            self._make()
        self.console.say("environment.installing")
        self._pip(*self._requirements(PORTAL_FILES), "-e", str(self.places.root))
        self._compile()
        stamp.set(mark)
        self.console.done("environment.installed")

    def _ensure_files(self, name: str, files: Sequence[str]) -> None:
        stamp = Stamp(self.places.venv / f".{name}-stamp")
        mark = fingerprint(self._paths(files))
        if stamp.matches(mark):
            return
        self.console.say("environment.adding", names=" ".join(files))
        self._pip(*self._requirements(files))
        stamp.set(mark)

    def _make(self) -> None:
        self.console.say("environment.making", path=self.places.venv)
        shutil.rmtree(self.places.venv, ignore_errors=True)
        venv.EnvBuilder(with_pip=True, symlinks=True).create(self.places.venv)

    def _works(self) -> bool:
        """Tell whether the environment's Python runs with the launcher's version and has pip."""
        if not self.places.python.exists():
            return False
        script = "import sys, pip; print(sys.version)"
        command = [self.places.python, "-c", script]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        return said.returncode == 0 and said.stdout.strip() == sys.version.strip()

    def _pip(self, *arguments: str) -> None:
        quiet = ("--no-input", "--root-user-action=ignore", "--progress-bar=off")
        run_long(
            [self.places.python, "-m", "pip", "install", *quiet, *arguments],
            console=self.console,
            label="pip install",
            log=self.log,
            env=clean_environment(),
            cwd=self.places.root,
        )

    def _compile(self) -> None:
        # Web and worker may not write beside the code; compiled once it starts faster.
        command = [self.places.python, "-m", "compileall", "-q", "ckanext"]
        subprocess.run(command, cwd=self.places.root, stdout=subprocess.DEVNULL, check=False)

    def _paths(self, files: Sequence[str]) -> list[Path]:
        return [self.places.root / name for name in files]

    def _requirements(self, files: Sequence[str]) -> list[str]:
        return [w for name in files if name.endswith(".txt") for w in ("-r", name)]
