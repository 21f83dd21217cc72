"""CKAN's own worker does the jobs, and may be killed at any time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.queue.conftest import change, job_of

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "messages")
ROOT = Path(__file__).resolve().parents[4]
CKAN = Path(sys.executable).with_name("ckan")
MANY = 60_000
PATIENCE_S = 90


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, storage_folder: Path) -> Path:
    """Return the tests' configuration with the storage of this test."""
    path = tmp_path_factory.mktemp("worker") / "worker.ini"
    storage = "ckan.files.storage.resources"
    path.write_text(
        f"[app:main]\nuse = config:{ROOT / 'test.ini'}\n"
        f"{storage}.type = ckan:fs\n{storage}.path = {storage_folder}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def worker(settings: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker; it is gone after the test, whatever happened."""
    command = [str(CKAN), "-c", str(settings), "jobs", "worker"]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def until(found: Callable[[], Any]) -> Any:
    """Wait until something is found."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        model.Session.rollback()
        model.Session.expire_all()
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError("nothing happened")


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker and the process it made for its job, as the kernel does without memory."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    for pid in (worker.pid, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    worker.wait()


def test_worker_examines_and_one_killed_in_the_middle_is_followed_by_another(
    upload, worker, newest
):
    small = upload(toilets())
    until(lambda: newest(small).state == "examined")

    large = upload(toilets(MANY, faults=MANY))
    edition = newest(large)
    until(lambda: job_of(edition).state == "running")
    kill(worker)
    job = job_of(edition)
    assert job.state == "running"
    assert model.Session.get(Edition, edition.id).state == "waiting"
    assert not model.Session.query(FindingRow).filter_by(edition_id=edition.id).count()

    change(job, lease_until=sa.text("now() - interval '1 second'"))
    assert sweep() >= 1
    run_job(job.id)  # as the worker does that was told
    assert newest(large).totals["code"]["time-format"] == MANY
    assert model.Session.get(Job, job.id).attempts == 2


def test_worker_goes_on_with_what_waits_without_being_told_again(
    upload, settings, messages, newest
):
    resources = [upload(toilets()), upload(toilets())]
    read_before = len(messages.finished_job_registry)
    subprocess.run(
        [str(CKAN), "-c", str(settings), "jobs", "worker", "--burst"],
        check=True,
        timeout=PATIENCE_S,
    )
    editions = [newest(resource) for resource in resources]
    assert [edition.state for edition in editions] == ["examined", "examined"]
    model.Session.rollback()
    assert not model.Session.query(Job).filter(Job.state != "done").count()
    assert (len(messages), len(messages.finished_job_registry)) == (0, read_before + 1)
