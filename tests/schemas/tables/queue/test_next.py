"""Which job a worker does next, and what becomes of its message."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.next import next_job
from ckanext.kanazawa.schemas.tables.queue.put import put
from ckanext.kanazawa.schemas.tables.queue.tell import take_back
from tests.schemas.tables.queue.conftest import change

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "messages")


def waiting(owner_id: str, kind: str = "load") -> Job:
    job = put(kind, owner_id)
    model.Session.commit()
    return job


def test_jobs_of_the_same_owner_come_first():
    waiting("other")
    mine = waiting("mine")
    assert next_job("mine").id == mine.id


def test_the_oldest_comes_next_where_the_owner_has_none():
    oldest = waiting("other")
    waiting("another")
    assert next_job("mine").id == oldest.id


def test_jobs_of_owners_whose_job_runs_are_left():
    running = waiting("busy", "examine")
    change(running, state="running", lease_until=sa.text("now() + interval '1 minute'"))
    waiting("busy")
    assert next_job("mine") is None


def test_message_of_a_job_is_taken_back(messages):
    job = waiting("mine")
    assert job.message in messages.job_ids
    take_back(job.message)
    take_back(job.message)
    assert job.message not in messages.job_ids
