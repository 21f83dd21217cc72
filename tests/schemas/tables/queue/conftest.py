"""An edition of a file nobody examined yet, and CKAN's queue, emptied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ckan.model as model
import pytest
from ckan.lib.jobs import get_queue

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from tests.factories import Dataset
from tests.once import once
from tests.schemas.conftest import new_editor
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.killing import settings, start_worker, temporary

__all__ = ["settings", "start_worker", "temporary"]


@pytest.fixture
def messages() -> Iterator[Any]:
    """Return CKAN's queue in Redis, with nothing in it."""
    queue = get_queue()
    queue.empty()
    yield queue
    queue.empty()


@pytest.fixture
def editor(request: pytest.FixtureRequest, city: dict[str, Any]) -> dict[str, Any]:
    """Return a member of staff of the city, one for a class."""
    return once(request, "editor", lambda: new_editor(city))


@pytest.fixture
def dataset(request: pytest.FixtureRequest, city: dict[str, Any]) -> dict[str, Any]:
    """Return a public dataset of the city, one for a class; each test adds its own file."""
    return once(request, "dataset", lambda: Dataset(owner_org=city["id"]))


@pytest.fixture
def edition(upload: Callable[..., Any], newest: Callable[..., Edition]) -> Edition:
    """Return the edition of a file that waits to be examined."""
    return newest(upload(toilets()))


@pytest.fixture
def job(edition: Edition) -> Job:
    """Return the job that is to examine it."""
    return job_of(edition)


def job_of(edition: Edition) -> Job:
    """Return the job that examines an edition, the latest, read anew."""
    model.Session.rollback()
    model.Session.expire_all()
    query = model.Session.query(Job).filter_by(edition_id=edition.id, kind="examine")
    return query.order_by(Job.created.desc()).first()


def change(job: Job, **values: Any) -> None:
    """Write columns of a job, as a worker that died left them."""
    for name, value in values.items():
        setattr(job, name, value)
    model.Session.commit()
