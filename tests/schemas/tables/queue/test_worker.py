"""CKAN's own worker does the jobs, and may be killed at any time."""

from __future__ import annotations

import subprocess

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.killing import CKAN, PATIENCE_S, done_again, kill, ours, until
from tests.schemas.tables.queue.conftest import job_of

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "messages")
MANY = 200


def waits_for_a_lock() -> bool:
    """Say whether somebody waits to write findings."""
    query = sa.text(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return model.Session.scalar(query) is not None


def test_worker_examines_and_one_killed_in_the_middle_is_followed_by_another(
    upload, start_worker, temporary, newest
):
    worker = start_worker()
    small = upload(toilets())
    until(lambda: newest(small).state == "examined")

    # Whoever writes down what was found waits for this row: it has all been found by then.
    with model.ensure_engine().connect() as other:
        other.execute(sa.text("LOCK TABLE kanazawa_schemas_finding IN EXCLUSIVE MODE"))
        large = upload(toilets(MANY, faults=MANY))
        edition = newest(large)
        until(lambda: waits_for_a_lock() and job_of(edition).state == "running")
        kill(worker)
    job = job_of(edition)
    assert job.state == "running"
    assert model.Session.get(Edition, edition.id).state == "waiting"
    assert not model.Session.query(FindingRow).filter_by(edition_id=edition.id).count()
    assert (done_again(job.id).state, job.attempts) == ("done", 2)
    assert newest(large).totals["code"]["time-format"] == MANY
    assert ours(temporary) == []


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
