"""The sweep takes up what died and what nobody was told of."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from ckanext.kanazawa.schemas.cli import kanazawa_schemas
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from ckanext.kanazawa.schemas.tables.queue.sweep import remove_old, sweep
from tests.schemas.tables.queue.conftest import change, job_of

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "messages")
BEFORE = sa.text("now() - interval '1 minute'")
LONG_AGO = sa.text("now() - interval '31 days'")


class TestSweep:
    def test_dead_job_is_told_of_again_and_done(self, job, edition, messages):
        change(job, state="running", attempts=1, lease_until=BEFORE)
        messages.empty()
        sweep()
        told = job_of(edition)
        assert told.message in messages.job_ids
        run_job(told.id)
        assert (job_of(edition).state, job_of(edition).attempts) == ("done", 2)

    def test_page_that_waits_for_a_dead_job_has_it_told_of_again(
        self, app, dataset, job, edition, messages
    ):
        change(job, state="running", attempts=1, lease_until=BEFORE)
        messages.empty()
        page = f"/dataset/{dataset['name']}/resource/{edition.owner_id}/findings/state"
        app.get(page, headers={"HX-Request": "true"})
        assert job_of(edition).message in messages.job_ids

    def test_living_job_is_left_alone(self, job, messages):
        change(job, state="running", attempts=1, lease_until=sa.text("now() + interval '1 min'"))
        messages.empty()
        sweep()
        assert job.message not in messages.job_ids

    def test_third_death_is_the_last(self, job, edition):
        change(job, state="running", attempts=3, lease_until=BEFORE)
        sweep()
        assert (job_of(edition).state, job_of(edition).error["code"]) == ("failed", "job-given-up")
        assert model.Session.get(Edition, edition.id).error["code"] == "job-given-up"

    def test_lost_message_is_sent_again(self, job, edition, messages):
        change(job, created=BEFORE)
        messages.empty()
        sweep()
        assert job_of(edition).message in messages.job_ids

    def test_message_on_its_way_is_not_doubled(self, job, messages):
        change(job, created=BEFORE)
        sweep()
        assert messages.job_ids.count(job.message) == 1

    def test_old_jobs_are_forgotten(self, job):
        change(job, state="done", finished=LONG_AGO)
        job_id = job.id
        remove_old()
        assert model.Session.get(Job, job_id) is None

    def test_command(self):
        result = CliRunner().invoke(kanazawa_schemas, ["tables-sweep"])
        assert result.exit_code == 0, result.output
