"""The job of the room: the published table of the shown edition goes into the DataStore."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins as plugins
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms
from ckanext.kanazawa.schemas.tables.contents import published
from ckanext.kanazawa.schemas.tables.load.errors import LoadError
from ckanext.kanazawa.schemas.tables.load.flags import set_flag
from ckanext.kanazawa.schemas.tables.load.table import Loaded, drop_table, load_table
from ckanext.kanazawa.schemas.tables.load.withheld import is_withheld
from ckanext.kanazawa.schemas.tables.queue.lease import Progress, Superseded, hold
from ckanext.kanazawa.schemas.tables.queue.put import put


def load(job: Job) -> None:
    """Let the DataStore show what visitors see of a resource; run again, it does the same.

    Raises:
        TableError: why the table could not be loaded; the old one stays, and the edition
            says so.
        Superseded: the edition is no longer the one that is shown.
    """
    edition = Edition.shown(job.owner_id)
    if edition is None or edition.state == "no-table":
        _unload(job)
        return
    if edition.state != "examined":
        # What could not be read leaves what was there, unless that was taken back; what waits
        # comes again.
        if plugins.plugin_loaded("datastore") and is_withheld(job.owner_id):
            _unload(job)
        return
    edition_id = edition.id
    try:
        if plugins.plugin_loaded("datastore"):
            _load(job, edition)
    except LoadError as error:
        if not error.passing:
            # What the DataStore cannot hold can still be downloaded in every form.
            _put_forms(job.owner_id, edition_id)
        raise
    _put_forms(job.owner_id, edition_id)


def _load(job: Job, edition: Edition) -> None:
    edition_id, resource_id = edition.id, job.owner_id
    expected = edition.rows if not edition.choices.get("publish") else None
    progress = Progress(job)

    def still_shown(rows: int) -> None:
        if expected is not None and rows != expected:
            raise LoadError("load-rows-differ", expected=expected, found=rows)
        model.Session.rollback()
        hold(job)
        shown = Edition.shown(resource_id)
        if shown is None or shown.id != edition_id:
            raise Superseded(job.id)

    try:
        with published(edition) as content:
            # Loading takes minutes, in which no transaction needs to stay open.
            model.Session.commit()
            loaded = load_table(
                content,
                resource_id,
                edition_id=edition_id,
                tell=progress,
                before_swap=still_shown,
            )
    except TableError as error:
        _note(edition_id, load_error={"code": error.code, "params": dict(error.params)})
        raise
    _note_loaded(edition_id, loaded)
    set_flag(resource_id, True)


def _note_loaded(edition_id: str, loaded: Loaded) -> None:
    """Write down what was loaded; the swap is done, so that this follows and never fails."""
    edition = model.Session.get(Edition, edition_id, populate_existing=True)
    if edition is None:
        return
    facts = {**edition.facts, "load": loaded.facts, "row_runs": loaded.runs}
    _note(
        edition_id,
        loaded_at=sa.func.clock_timestamp(),
        loaded_rows=loaded.rows,
        load_error=None,
        facts=facts,
    )


def _note(edition_id: str, **values: Any) -> None:
    """Write columns of an edition; commits."""
    model.Session.rollback()
    written = sa.update(Edition).where(Edition.id == edition_id).values(**values)
    model.Session.execute(written.execution_options(synchronize_session=False))
    model.Session.commit()


def _unload(job: Job) -> None:
    """Remove the table of a resource that shows none any more."""
    resource_id = job.owner_id
    model.Session.commit()
    if plugins.plugin_loaded("datastore") and drop_table(resource_id, Progress(job)):
        set_flag(resource_id, False)


def _put_forms(resource_id: str, edition_id: str) -> None:
    if "forms" in rooms.jobs():
        put("forms", resource_id, edition_id)
        model.Session.commit()


def note_failure(job: Job, problem: dict[str, Any]) -> None:
    """Say on the shown edition that loading it failed for good, in the open transaction.

    Args:
        job: that was to load it.
        problem: {"code", "params"}.
    """
    edition = Edition.shown(job.owner_id)
    if edition is not None and edition.owner_type == RESOURCE:
        edition.load_error = problem


JOBS = {"load": load}
GIVEN_UP = {"load": note_failure}
