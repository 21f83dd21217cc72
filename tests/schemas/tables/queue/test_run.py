"""Jobs are done once, one after the other, and what nobody wants any more is left."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.examine.jobs import JOBS as EXAMINE
from ckanext.kanazawa.schemas.tables.load.errors import BusyError
from ckanext.kanazawa.schemas.tables.queue import lease
from ckanext.kanazawa.schemas.tables.queue.lease import Lease, Superseded, hold
from ckanext.kanazawa.schemas.tables.queue.put import put
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep
from tests.schemas.files.conftest import act
from tests.schemas.tables.queue.conftest import change, job_of

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "messages")
LATER = sa.text("now() + interval '1 minute'")


class TestRun:
    def test_done_job_is_not_done_again(self, job, edition, newest):
        run_job(job.id)
        examined_at = newest({"id": edition.owner_id}).examined_at
        run_job(job.id)
        assert newest({"id": edition.owner_id}).examined_at == examined_at

    def test_jobs_of_one_resource_wait_for_each_other(self, job, edition):
        other = Job(kind="load", owner_id=edition.owner_id, state="running", attempts=1)
        model.Session.add(other)
        change(other, lease_until=LATER)
        run_job(job.id)
        assert job_of(edition).state == "waiting"

    def test_job_that_waited_is_told_of_again(self, job, edition, messages):
        first = put("examine", edition.owner_id, None)
        model.Session.commit()
        messages.empty()
        run_job(first.id)  # of no edition: nothing to examine
        message = job_of(edition).message
        assert message in messages.job_ids

    def test_job_of_a_withdrawn_edition_ends_quietly(self, job, edition):
        edition.release = "withdrawn"
        model.Session.commit()
        run_job(job.id)
        assert (job_of(edition).state, job_of(edition).error) == ("done", None)
        assert model.Session.get(Edition, edition.id).state == "waiting"

    def test_job_of_a_deleted_resource_ends_quietly(self, job, edition):
        act("resource_delete", id=edition.owner_id)
        run_job(job.id)
        assert job_of(edition).state == "done"

    def test_same_job_is_put_once(self, job, edition):
        again = put("examine", edition.owner_id, edition.id)
        assert again.id == job.id

    def test_unknown_work_fails_and_says_so(self, edition):
        job = put("no-such-work", edition.owner_id, edition.id)
        model.Session.commit()
        job_id = job.id
        run_job(job_id)
        job = model.Session.get(Job, job_id, populate_existing=True)
        assert (job.state, job.error["code"]) == ("failed", "job-failed")

    def test_lease_is_renewed_while_its_worker_lives(self, job, monkeypatch):
        monkeypatch.setattr(lease, "BEAT_S", 0.02)
        change(job, state="running", attempts=1, lease_until=sa.text("now()"))
        before = job.lease_until
        with Lease(job):
            renewed = False
            while not renewed:  # the test's own time limit ends it where nothing renews
                model.Session.rollback()
                renewed = model.Session.get(Job, job.id).lease_until > before
        assert renewed

    def test_taken_over_job_writes_nothing(self, job):
        change(job, state="running", attempts=1, lease_until=LATER)
        with Lease(job):
            change(job, attempts=2)
            with pytest.raises(Superseded):
                hold(job)


class TestPurge:
    def test_nothing_of_the_tables_stays(self, job, edition, work):
        work()
        resource = model.Session.get(model.Resource, edition.owner_id)
        edition_id = edition.id
        call_action("dataset_purge", id=resource.package_id)
        model.Session.rollback()
        left = [
            model.Session.query(Edition).filter_by(owner_id=resource.id).count(),
            model.Session.query(Job).filter_by(owner_id=resource.id).count(),
            model.Session.query(FindingRow).filter_by(edition_id=edition_id).count(),
        ]
        assert left == [0, 0, 0]


class TestRest:
    """A job that was kept from working rests before it tries again."""

    @pytest.fixture
    def kept(self, job, edition, monkeypatch):
        """Return a job whose first attempt met a table in use."""

        def refuse(job: Job) -> None:
            raise BusyError("load-already-running")

        monkeypatch.setitem(EXAMINE, "examine", refuse)
        run_job(job.id)
        monkeypatch.undo()
        return job_of(edition)

    def test_nobody_takes_it_or_is_told_of_it_meanwhile(self, kept, edition, messages):
        assert (kept.state, kept.attempts) == ("waiting", 1)
        messages.empty()
        change(kept, created=sa.text("now() - interval '1 hour'"))
        sweep()
        assert job_of(edition).message not in messages.job_ids
        run_job(kept.id)
        assert job_of(edition).attempts == 1

    def test_the_sweep_tells_of_it_afterwards(self, kept, edition, messages):
        messages.empty()
        past = sa.text("now() - interval '1 second'")
        change(kept, created=sa.text("now() - interval '1 hour'"), lease_until=past)
        sweep()
        assert job_of(edition).message in messages.job_ids
        run_job(kept.id)
        assert job_of(edition).state == "done"

    def test_who_asks_for_it_again_gets_it_at_once(self, kept, edition, messages):
        messages.empty()
        put("examine", edition.owner_id, edition.id)
        model.Session.commit()
        assert job_of(edition).message in messages.job_ids
        run_job(kept.id)
        assert job_of(edition).state == "done"
