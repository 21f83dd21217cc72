"""The life of a real portal: start, second start, a killed server, a command, the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sysconfig
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.environment import Environment
from ckanext.kanazawa.launcher.frontend import Frontend
from ckanext.kanazawa.launcher.network import free_port, local_address, portal_answers
from ckanext.kanazawa.launcher.places import find_places
from tests.launcher.conftest import ROOT, is_running, wait_for

FILES = ("setup.py", "requirements.txt", "requirements-portal.txt")
FRONTEND = ("package.json", "package-lock.json")
Portal = Callable[..., "subprocess.CompletedProcess[str]"]


def borrow_environment(folder: Path) -> None:
    """Make a virtual environment that sees the packages of this one: nothing is downloaded."""
    venv.EnvBuilder(with_pip=False, symlinks=True).create(folder)
    packages = next(folder.glob("lib/python3*/site-packages"))
    here = sysconfig.get_path("purelib")
    # A plain path would not read the .pth files there, which lead to this package.
    (packages / "borrowed.pth").write_text(f"import site; site.addsitedir({here!r})\n")
    script = folder / "bin" / "ckan"
    script.write_text(f"#!{folder}/bin/python\nfrom ckan.cli.cli import ckan\n\nckan()\n")
    script.chmod(0o755)


@pytest.fixture
def clone(workshop: Path) -> Path:
    """A clone whose packages and libraries are in place, and which was never started."""
    for name in (*FILES, *FRONTEND):
        shutil.copy(ROOT / name, workshop / name)
    borrow_environment(workshop / ".venv")
    places = find_places(workshop)
    places.prepare()
    environment, frontend = Environment(places, Console()), Frontend(places, Console())
    environment.portal_stamp().set(environment.portal_mark())
    frontend.vendor_stamp().set(frontend.mark())
    return workshop


@pytest.fixture
def running(clone: Path, portal: Portal) -> Iterator[str]:
    """The address of a portal that was started."""
    port = free_port()
    said = portal("up", "--detach", "--no-demo", "--port", str(port))
    assert said.returncode == 0, said.stdout + said.stderr
    yield local_address("127.0.0.1", port)
    portal("down")


def children(clone: Path) -> dict[str, int]:
    """Return the process ids of the launcher's servers by the name of their program."""
    pid = json.loads((clone / "var/state/run.json").read_text())["pid"]
    found = {"launcher": pid}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except FileNotFoundError:  # It ended since: the killed one, before its parent looked.
            continue
        for name in ("gunicorn", "postgres", "redis-server", "jobs"):
            if name.encode() in command:
                found[name] = int(child)
    return found


@pytest.mark.slow
def test_a_portal_lives(running: str, clone: Path, portal: Portal):
    before = children(clone)
    assert set(before) == {"launcher", "gunicorn", "postgres", "redis-server", "jobs"}
    password = clone / "var" / "admin-password.txt"
    assert password.stat().st_mode & 0o777 == 0o600

    again = portal("up")
    assert (again.returncode, "already running" in again.stdout) == (0, True)
    elsewhere = portal("up", "--detach", "--port", "1")
    assert elsewhere.returncode == 1
    assert "./portal down && ./portal up --port 1" in elsewhere.stderr

    assert "name=admin" in portal("ckan", "user", "list").stdout
    organisations = portal("ckan", "kanazawa-schemas", "organizations").stdout
    assert "kanazawa-city" in organisations

    for victim in ("gunicorn", "postgres"):
        os.kill(before[victim], signal.SIGKILL)
        wait_for(
            lambda victim=victim: children(clone).get(victim, 0) not in (0, before[victim]), 60
        )
        wait_for(lambda: portal_answers(running), 200)
    after = children(clone)
    assert after["launcher"] == before["launcher"]

    assert portal("down").returncode == 0
    assert not any(is_running(pid) for pid in (*before.values(), *after.values()))
    assert portal("status").returncode == 3

    warm = portal("up", "--detach", "--no-demo", "--port", running.rsplit(":", 1)[1])
    assert warm.returncode == 0
    assert "Bringing the database up to date" not in warm.stdout
    assert portal_answers(running)
