"""CKAN's own worker, started for a test and killed in the middle of a job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.common import config

from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep

ROOT = Path(__file__).resolve().parents[3]
CKAN = Path(sys.executable).with_name("ckan")
PATIENCE_S = 90
# Options a test may have changed, which a worker of its own must know, too.
PASSED_ON = ("ckanext.kanazawa.schemas.fetch_links", "ckanext.kanazawa.schemas.link_hosts")


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
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of temporary files, of this process and of the worker: empty."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(settings: Path, temporary: Path) -> Iterator[Start]:
    """Return a function that starts a worker; it is gone after the test, whatever happened."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        with settings.open("a", encoding="utf-8") as lines:
            for name in PASSED_ON:
                value = config.get(name)
                if value:
                    text = " ".join(value) if isinstance(value, list) else value
                    lines.write(f"{name} = {text}\n")
        process = subprocess.Popen(
            [str(CKAN), "-c", str(settings), "jobs", "worker"],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
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


def ours(temporary: Path) -> list[str]:
    """Return the temporary files and folders that are not CKAN's own."""
    return [path.name for path in temporary.iterdir() if "kanazawa" in path.name]


def done_again(job_id: str) -> Job:
    """Let the lease of a killed worker run out, have the job found and done, and return it."""
    model.Session.rollback()
    model.Session.expire_all()
    job = model.Session.get(Job, job_id)
    assert job is not None and job.state == "running"
    job.lease_until = sa.text("now() - interval '1 second'")  # type: ignore[assignment]
    model.Session.commit()
    assert sweep() >= 1
    run_job(job_id)  # as the worker does that was told
    done = model.Session.get(Job, job_id, populate_existing=True)
    assert done is not None
    return done
