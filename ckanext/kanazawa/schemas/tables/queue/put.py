"""Put a job into the queue, in the transaction of what it is about."""

from __future__ import annotations

import logging
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from redis.exceptions import RedisError
from sqlalchemy import event

from ckanext.kanazawa.schemas.model.job import Job

log = logging.getLogger(__name__)
WAITING = "kanazawa_schemas_jobs_to_start"


def put(kind: str, owner_id: str, edition_id: str | None = None) -> Job:
    """Add a job; a worker is told after the commit.

    A job that waits already for the same is enough.

    Args:
        kind: a key of `rooms.jobs()`.
        owner_id: resource or submission.
        edition_id: the edition; None for work that finds out which.
    """
    query = sa.select(Job).where(
        Job.kind == kind,
        Job.owner_id == owner_id,
        Job.edition_id == edition_id,
        Job.state == "waiting",
    )
    job = model.Session.scalars(query).first()
    if job is None:
        job = Job(kind=kind, owner_id=owner_id, edition_id=edition_id, state="waiting")
        model.Session.add(job)
        model.Session.flush()
    model.Session.info.setdefault(WAITING, []).append(job.id)
    return job


def tell_worker(job_id: str) -> None:
    """Tell CKAN's workers that a job waits; where Redis is away the sweeper does so later."""
    from ckanext.kanazawa.schemas.tables.queue.run import TIME_LIMIT_S, run_job

    try:
        tk.enqueue_job(run_job, [job_id], rq_kwargs={"timeout": TIME_LIMIT_S})
    except RedisError:
        log.exception("Could not tell a worker of job %s", job_id)


@event.listens_for(model.Session, "after_commit")
def _committed(session: Any) -> None:
    """Tell the workers once the whole transaction is in the database."""
    if session.get_nested_transaction() is not None:
        return
    for job_id in session.info.pop(WAITING, []):
        tell_worker(job_id)


@event.listens_for(model.Session, "after_rollback")
def _rolled_back(session: Any) -> None:
    """Forget what was put by a transaction that failed; a savepoint's jobs find no row."""
    if session.get_nested_transaction() is None:
        session.info.pop(WAITING, None)
