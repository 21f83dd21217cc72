"""Processes are kept alive, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.accounts import current_account
from ckanext.kanazawa.launcher.children import MAX_DEATHS, Child
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.failures import DiskFull, ServerFailed
from ckanext.kanazawa.launcher.supervisor import Supervisor
from tests.launcher.conftest import ROOT, is_running, wait_for


@pytest.fixture
def shell(workshop: Path) -> Callable[[str], Child]:
    """Make a child that runs a shell script."""

    def make(script: str) -> Child:
        return Child(
            name="server",
            command=["/bin/sh", "-c", script],
            account=current_account(),
            log=workshop / "server.log",
            env={"PATH": "/usr/bin:/bin"},
            answers=lambda: True,
        )

    return make


def test_stop_ends_grandchildren_too(shell: Callable[[str], Child], workshop: Path):
    child = shell("trap '' TERM; sleep 1000 & echo $!; wait; wait")
    child.start()
    wait_for(lambda: (workshop / "server.log").read_text().strip() != "")
    grandchild = int((workshop / "server.log").read_text())
    child.stop(patience_s=0.3)
    wait_for(lambda: not is_running(grandchild))
    assert not child.is_alive()


def test_child_ends_with_a_launcher_that_was_killed(workshop: Path):
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from ckanext.kanazawa.launcher.accounts import current_account
        from ckanext.kanazawa.launcher.children import Child
        log = Path({str(workshop / "server.log")!r})
        child = Child("server", ["sleep", "1000"], current_account(), log, {{}}, lambda: True)
        child.start()
        print(child.process.pid, flush=True)
        time.sleep(1000)
        """
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert launcher.stdout is not None
    orphan = int(launcher.stdout.readline())
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    wait_for(lambda: not is_running(orphan))


class TestRevival:
    def test_dead_child_is_started_again(self, shell: Callable[[str], Child]):
        supervisor = Supervisor(Console())
        child = shell("sleep 1000")
        supervisor.start(child)
        assert child.process is not None
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        child.process.wait()
        supervisor.revive(child)
        assert child.is_alive()
        assert child.process.pid != first
        supervisor.stop_all()

    def test_child_that_dies_again_and_again_is_given_up(self, shell: Callable[[str], Child]):
        supervisor = Supervisor(Console())
        child = shell("echo cannot read the map; exit 3")
        with pytest.raises(ServerFailed) as failure:
            # A death seen at once is counted inside; one seen later is the next round's.
            for _ in range(MAX_DEATHS):
                supervisor.revive(child)
                assert child.process is not None
                child.process.wait()
        assert len(child.deaths) == MAX_DEATHS
        assert "cannot read the map" in failure.value.values["output"]
        supervisor.stop_all()

    def test_full_disk_is_told_from_other_reasons(self, shell: Callable[[str], Child]):
        child = shell("echo 'could not write: No space left on device'; exit 1")
        child.start()
        assert child.process is not None
        child.process.wait()
        assert isinstance(child.failure(), DiskFull)
        child.stop()


def test_a_restart_that_fails_is_tried_again(shell: Callable[[str], Child], workshop: Path):
    """Right after kill -9 something may still stand in the way of the new process."""
    count = workshop / "starts"
    child = shell(f'echo x >>{count}; test "$(wc -l <{count})" -lt 3 && exit 1; sleep 1000')
    child.answers = lambda: count.exists() and len(count.read_text().split()) == 3
    supervisor = Supervisor(Console())
    supervisor.children.append(child)
    child.start()
    wait_for(lambda: not child.is_alive())
    supervisor.revive(child)
    assert child.is_alive()
    supervisor.stop_all()


def test_another_death_ends_the_wait_for_a_restart(shell: Callable[[str], Child]):
    """The first cannot answer while the other, on which it stands, is dead."""
    web, database = shell("sleep 1000"), shell("sleep 1000")
    web.answers = database.is_alive
    supervisor = Supervisor(Console())
    supervisor.children += [database, web]
    assert web.process is None and database.process is None
    supervisor.revive(web)
    assert web.is_alive() and not database.is_alive()
    supervisor.revive(database)
    assert web.answers()
    supervisor.stop_all()
