"""Put a job into the queue, in the transaction of what it is about."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy import event

from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.tell import tell_worker

WAITING = "kanazawa_schemas_jobs_to_start"


def put(kind: str, owner_id: str, edition_id: str | None = None) -> Job:
    """Add a job; a worker is told after the commit.

    A job that waits already for the same is enough; one that rests need not any longer.

    Args:
        kind: a key of `rooms.jobs()`.
        owner_id: resource or submission.
        edition_id: the edition; None for work that finds out which.
    """
    # Locked until our commit, so that no worker begins it before it can see our changes.
    query = (
        sa.select(Job)
        .where(
            Job.kind == kind,
            Job.owner_id == owner_id,
            Job.edition_id == edition_id,
            Job.state == "waiting",
        )
        .with_for_update()
    )
    job = model.Session.scalars(query).first()
    if job is not None:
        if job.lease_until is not None:
            job.lease_until, job.message = None, make_uuid()
            _tell_after_commit(job)
        return job
    job = Job(
        kind=kind,
        owner_id=owner_id,
        edition_id=edition_id,
        state="waiting",
        message=make_uuid(),
    )
    model.Session.add(job)
    model.Session.flush()
    _tell_after_commit(job)
    return job


def _tell_after_commit(job: Job) -> None:
    model.Session.info.setdefault(WAITING, []).append((job.id, job.message))


@event.listens_for(model.Session, "after_commit")
def _committed(session: Any) -> None:
    """Tell the workers once the whole transaction is in the database."""
    if session.get_nested_transaction() is not None:
        return
    for job_id, message in session.info.pop(WAITING, []):
        tell_worker(job_id, message)


@event.listens_for(model.Session, "after_rollback")
def _rolled_back(session: Any) -> None:
    """Forget what was put by a transaction that failed; a savepoint's jobs find no row."""
    if session.get_nested_transaction() is None:
        session.info.pop(WAITING, None)
