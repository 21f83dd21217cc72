"""A worker that is killed while it writes forms, or while it fetches what a link leads to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.files.sweep import sweep as sweep_files
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.put import put
from ckanext.kanazawa.schemas.tables.queue.tell import tell_worker
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.killing import done_again, kill, ours, until
from tests.schemas.tables.linked.conftest import fetching, link, site

__all__ = ["fetching", "link", "site"]
pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "messages")


def told(kind: str, resource: dict[str, Any], messages: Any) -> str:
    """Tell the worker of one waiting job alone; return its id."""
    messages.empty()
    query = sa.select(Job).where(
        Job.kind == kind, Job.owner_id == resource["id"], Job.state == "waiting"
    )
    job = model.Session.scalars(query).one()
    job_id = job.id
    tell_worker(job_id, str(job.message))
    return job_id


def lines(app: Any, resource: dict[str, Any], label: str = "latest", form: str = "csv") -> int:
    """Return how many lines of a form readers get."""
    answer = app.get(f"/tables/{resource['id']}/{label}.{form}")
    assert answer.status_code == 200
    return len(answer.data.splitlines())


def stored(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


class TestKilled:
    def test_forms_are_whole_for_readers_meanwhile_and_written_again(
        self, app, upload, work, newest, start_worker, messages, temporary, storage_folder
    ):
        resource = upload(toilets(3))
        work()
        old = newest(resource)
        upload(toilets(6), resource=resource)
        work("examine", "load")
        new = newest(resource)
        job_id = told("forms", resource, messages)
        before = stored(storage_folder)
        # Whoever keeps a form waits for this row: its file is stored, and nobody knows of it yet.
        with model.ensure_engine().begin() as other:
            row = sa.select(Edition.id).where(Edition.id == new.id).with_for_update()
            other.execute(row)
            worker = start_worker()
            until(lambda: stored(storage_folder) - before)
            kill(worker)
        assert ours(temporary)
        assert model.Session.query(Form).filter_by(edition_id=new.id).count() == 0
        assert (lines(app, resource, old.label), lines(app, resource, form="json")) == (4, 8)

        job = done_again(job_id)
        assert (job.state, job.attempts) == ("done", 2)
        query = model.Session.query(Form).filter_by(edition_id=new.id)
        written = {form.form: form.rows for form in query}
        assert written["csv"] == written["geojson"] == 6
        assert lines(app, resource) == 7
        assert ours(temporary) == []
        gone = sweep_files(datetime.now(timezone.utc) + timedelta(hours=2)).files
        assert len(gone) == 1
        assert lines(app, resource) == 7

    @pytest.mark.usefixtures("fetching")
    def test_the_copy_before_is_read_meanwhile_and_the_link_fetched_again(
        self, app, link, site, work, newest, start_worker, messages, temporary, storage_folder
    ):
        site.goes_on.set()
        resource = link(site.url("halting.csv"))
        work()
        first = newest(resource).id
        before = stored(storage_folder)
        site.body = toilets(3_000)
        site.goes_on.clear()
        site.halted.clear()
        put("fetch", resource["id"])
        model.Session.commit()
        job_id = told("fetch", resource, messages)
        worker = start_worker()
        until(site.halted.is_set)
        kill(worker)
        assert newest(resource).id == first
        assert lines(app, resource) == 6
        assert stored(storage_folder) == before

        site.goes_on.set()
        job = done_again(job_id)
        assert (job.state, job.attempts) == ("done", 2)
        assert len(Edition.newest_first(resource["id"])) == 2
        work()
        assert lines(app, resource) == 3_001
        assert ours(temporary) == []
