"""Fixtures of the launcher's tests: real servers in folders that unprivileged users can reach."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.accounts import Account, server_account
from ckanext.kanazawa.launcher.cache import Cache
from ckanext.kanazawa.launcher.cluster import Cluster
from ckanext.kanazawa.launcher.commands import clean_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def clean_db():
    """The launcher's tests need no CKAN database."""


@pytest.fixture
def account() -> Account:
    """Who may run PostgreSQL here: not root."""
    return server_account()


@pytest.fixture
def workshop(account: Account) -> Iterator[Path]:
    """A folder with a short name; pytest's own is closed to other users than root."""
    folder = Path(tempfile.mkdtemp(prefix="kz-"))
    account.own(folder, 0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(workshop: Path, account: Account) -> Cluster:
    """A PostgreSQL that is not made yet."""
    sockets = workshop / "s"
    sockets.mkdir()
    account.own(sockets, 0o700)
    return Cluster(workshop / "postgres", sockets, account, "a-p@ss/word", throwaway=True)


@pytest.fixture
def cache(workshop: Path, account: Account) -> Cache:
    """A Redis that is not made yet."""
    sockets = workshop / "s"
    sockets.mkdir(exist_ok=True)
    account.own(sockets, 0o700)
    return Cache(workshop / "redis", sockets, account)


@pytest.fixture
def portal(workshop: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of the launcher for an empty clone, speaking English."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {"KANAZAWA_ROOT": str(workshop), "LANG": "en_US.UTF-8", **environment}
        return subprocess.run(
            [sys.executable, "-m", "ckanext.kanazawa.launcher", *arguments],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
            env=clean_environment(LC_ALL="", PYTHONPATH=str(ROOT), **variables),
            cwd=ROOT,
            check=False,
        )

    return run


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until something is true; fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and not just not yet collected."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def users_of(pid: int) -> set[int]:
    """Return the user ids a process runs as."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {int(word) for word in next(x for x in lines if x.startswith("Uid:")).split()[1:]}
