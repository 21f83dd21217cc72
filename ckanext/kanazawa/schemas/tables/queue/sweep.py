"""Take up what died: jobs whose worker was killed, and jobs nobody was told of."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.giving_up import give_up
from ckanext.kanazawa.schemas.tables.queue.tell import tell_again

log = logging.getLogger(__name__)
# Between a commit and its message there are milliseconds.
GRACE = timedelta(seconds=30)
MAX_ATTEMPTS = 3
KEPT = timedelta(days=30)
# Of one sweep; the next one goes on.
AT_ONCE = 500


def sweep(besides: str | None = None) -> int:
    """Tell again of jobs that wait unheard or whose worker died, give up what died too often.

    Cheap, and harmless to call at any time: one process sweeps, others leave it to that one.
    What the session holds uncommitted is rolled back.

    Args:
        besides: the job that is about to begin anyway.

    Returns:
        How many jobs the workers were told of again.
    """
    model.Session.rollback()
    model.Session.expire_all()
    lock = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended("kanazawa job sweep", 0))
    if not model.Session.scalar(sa.select(lock)):
        model.Session.rollback()
        return 0
    for job_id in model.Session.scalars(_dead(Job.id).where(Job.attempts >= MAX_ATTEMPTS)).all():
        _give_up(job_id)
    dead = _dead(Job).where(Job.attempts < MAX_ATTEMPTS).limit(AT_ONCE)
    jobs = [*model.Session.scalars(dead), *model.Session.scalars(_unheard())]
    return tell_again(job for job in jobs if job.id != besides)


def remove_old() -> int:
    """Remove jobs that ended thirty days ago; return how many."""
    ended = sa.delete(Job).where(
        Job.state.in_(("done", "failed")), Job.finished < sa.func.clock_timestamp() - KEPT
    )
    removed = model.Session.scalars(ended.returning(Job.id)).all()
    model.Session.commit()
    return len(removed)


def _dead(what: Any) -> sa.Select[Any]:
    return sa.select(what).where(
        Job.state == "running", Job.lease_until < sa.func.clock_timestamp()
    )


def _unheard() -> sa.Select[tuple[Job]]:
    """Select what waits, but not behind another job of its owner, which tells of it itself."""
    now, other = sa.func.clock_timestamp(), aliased(Job)
    before = sa.exists().where(
        other.owner_id == Job.owner_id, other.state == "running", other.lease_until >= now
    )
    query = sa.select(Job).where(Job.is_due(), Job.created < now - GRACE, ~before)
    return query.order_by(Job.created).limit(AT_ONCE)


def _give_up(job_id: str) -> None:
    """End a job whose worker died each time, and say so on its edition."""
    log.error("Job %s was given up: its worker died each time", job_id)
    problem = {"code": "job-given-up", "params": {}}
    give_up(job_id, problem)
    ended = (
        sa.update(Job)
        .where(Job.id == job_id, Job.state == "running")
        .execution_options(synchronize_session=False)
    )
    over = sa.func.clock_timestamp()
    model.Session.execute(
        ended.values(state="failed", error=problem, finished=over, lease_until=None)
    )
    model.Session.commit()
