"""The jobs of the room: examine an edition, name the standard it follows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import ckan.model as model

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.contents import original_file, setting_of
from ckanext.kanazawa.schemas.tables.examine.look import Wanted, look
from ckanext.kanazawa.schemas.tables.examine.outcome import Outcome, failed
from ckanext.kanazawa.schemas.tables.examine.record import note_failure, record
from ckanext.kanazawa.schemas.tables.examine.standard import name_standard
from ckanext.kanazawa.schemas.tables.mend.remember import remembered, remembered_reading
from ckanext.kanazawa.schemas.tables.queue.lease import Progress, Superseded


def examine(job: Job) -> None:
    """Examine an edition; run again, it finds and writes the same.

    Raises:
        Superseded: the edition is gone meanwhile.
    """
    edition = model.Session.get(Edition, job.edition_id, populate_existing=True)
    if edition is None:
        raise Superseded(job.id)
    edition_id, begun = edition.id, time.perf_counter()
    outcome = _outcome(edition, Progress(job))
    record(job, edition_id, outcome, time.perf_counter() - begun)


def _outcome(edition: Edition, progress: Callable[[int], None]) -> Outcome:
    name = edition.name
    try:
        with original_file(edition) as path:
            return look(path, _wanted(edition, progress))
    except TableError as error:
        return failed(name, error)


def _wanted(edition: Edition, progress: Callable[[int], None]) -> Wanted:
    is_new = edition.examined_at is None and not edition.choices
    choices = dict(edition.choices)
    owner_id, dataset_id = edition.owner_id, _dataset_id(edition)
    remembers = is_new and edition.owner_type == RESOURCE

    def choices_for(headings: tuple[str, ...]) -> Mapping[str, Any]:
        found = remembered(owner_id, dataset_id, headings) if remembers else choices
        # Checking a large file takes minutes, in which no transaction needs to stay open.
        model.Session.commit()
        return found

    return Wanted(
        name=edition.name,
        reading=remembered_reading(owner_id) if remembers else choices.get("read") or {},
        choices=choices_for,
        setting=setting_of(edition),
        listed_per_code=config.listed_per_code(),
        progress=progress,
    )


def _dataset_id(edition: Edition) -> str:
    resource = model.Session.get(model.Resource, edition.owner_id)
    return resource.package_id if resource and resource.package_id else ""


JOBS = {"examine": examine, "standard": name_standard}
GIVEN_UP = {"examine": note_failure}
