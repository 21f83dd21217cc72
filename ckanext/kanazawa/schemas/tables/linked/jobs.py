"""The job of the room: fetch a linked file."""

from __future__ import annotations

import tempfile
from typing import Any

import ckan.model as model

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.linked import copies
from ckanext.kanazawa.schemas.tables.linked.fetch import Bounds, fetch
from ckanext.kanazawa.schemas.tables.linked.links import link_of
from ckanext.kanazawa.schemas.tables.queue.lease import Superseded, hold
from ckanext.kanazawa.schemas.tables.queue.storable import storable

IN_MEMORY_BYTES = 1 << 20


def fetch_link(job: Job) -> None:
    """Fetch what a resource links to, and keep it as an edition where it is new.

    Raises:
        Superseded: the resource is no link to a table any more.
        LinkError: it could not be fetched; said on an edition, too.
    """
    resource_id = job.owner_id
    url = _link(resource_id)
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as body:
            _fetch(job, resource_id, url, body)
    except TableError as error:
        model.Session.rollback()
        model.Session.expire_all()
        if _link(resource_id) == url:
            problem = {"code": error.code, "params": storable(dict(error.params))}
            copies.note_failure(resource_id, url, problem)
            model.Session.commit()
        raise


def note_given_up(job: Job, problem: dict[str, Any]) -> None:
    """Say that a link could not be fetched for good, in the open transaction.

    Args:
        job: that was to fetch it.
        problem: {"code", "params"}.
    """
    url = link_of(model.Session.get(model.Resource, job.owner_id))
    if url is not None:
        copies.note_failure(job.owner_id, url, problem)


def _fetch(job: Job, resource_id: str, url: str, body: Any) -> None:
    before = copies.last_copy(resource_id, url)
    known = (before.facts.get(copies.LINK) if before else None) or {}
    # A slow server must not keep a transaction open.
    model.Session.commit()
    answer = fetch(url, body, bounds(), known)
    file = None if answer.is_unchanged else copies.received(answer, body)
    model.Session.rollback()
    model.Session.expire_all()
    hold(job)
    if _link(resource_id) != url:
        raise Superseded(job.id)
    before = copies.last_copy(resource_id, url)
    if before is not None and (file is None or file.sha256 == before.sha256):
        copies.note(before, answer)
    elif file is not None:
        copies.keep(resource_id, url, answer, file)
    model.Session.commit()


def _link(resource_id: str) -> str:
    url = link_of(model.Session.get(model.Resource, resource_id, populate_existing=True))
    if url is None:
        raise Superseded(resource_id)
    return url


def bounds() -> Bounds:
    """Return how much a link may take, as the portal is set."""
    return Bounds(
        size_bytes=config.link_bytes(),
        total_s=config.link_seconds(),
        allowed=config.link_hosts(),
    )


JOBS = {"fetch": fetch_link}
GIVEN_UP = {"fetch": note_given_up}
