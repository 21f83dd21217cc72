"""A worker that is killed while it publishes leaves nothing half-done, and is followed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.due import publish_due
from ckanext.kanazawa.schemas.shared import Edition, Job
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from tests.contribute.published import again, stored

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("with_plugins", "clean_db")]
ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("stop_at_commit.py")


def killed(ini: Path, job: Job, submission: Submission, place: str) -> None:
    """Let a process publish, and kill it -9 where it says it is."""
    command = [sys.executable, str(SCRIPT), str(ini), job.id, submission.id, place]
    model.Session.rollback()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() == place
        finally:
            process.kill()


@pytest.mark.parametrize("place", ["before", "after"])
def test_killed_around_the_commit(
    approved: Callable[..., Submission], storage_folder: Path, tmp_path: Path, place: str, work: Any
):
    settings = tmp_path / "worker.ini"
    lines = [f"[app:main]\nuse = config:{ROOT / 'test.ini'}"]
    for name, folder in (("resources", "resources"), (PENDING_STORAGE, "pending")):
        storage = f"ckan.files.storage.{name}"
        lines += [f"{storage}.type = ckan:fs", f"{storage}.path = {storage_folder / folder}"]
    settings.write_text("\n".join(lines), encoding="utf-8")
    submission = approved()
    publish_due()
    job = model.Session.scalars(sa.select(Job).where(Job.owner_id == submission.id)).all()[-1]
    assert job.kind == "contribute-publish"

    killed(settings, job, submission, place)
    dead = again(submission)
    assert dead.state == ("approved" if place == "before" else "published")
    (edition,) = model.Session.scalars(sa.select(Edition)).all()
    assert edition.release == ("held" if place == "before" else "released")
    if place == "before":
        assert len(stored(storage_folder, "pending")) == 1
    # The search engine of the tests is in the same transaction.
    assert call_action("package_search")["count"] == (0 if place == "before" else 1)

    # The lease runs out, another worker takes the job up.
    gone = sa.update(Job).values(lease_until=sa.func.now() - sa.text("interval '1 hour'"))
    model.Session.execute(gone.where(Job.id == job.id))
    model.Session.commit()
    run_job(job.id)
    work()
    submission = again(submission)
    assert submission.state == "published"
    (resource,) = call_action("package_show", id=submission.dataset_id)["resources"]
    assert call_action("datastore_search", resource_id=resource["id"])["total"] == 5
    assert call_action("package_search")["count"] == 1
    published = sa.select(sa.func.count()).select_from(Record).where(Record.what == "publish")
    assert model.Session.scalar(published) == 1
    assert model.Session.query(Edition).count() == 1
