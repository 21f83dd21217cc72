"""Do a job: take its lease, work, say how it ended."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import aliased

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms
from ckanext.kanazawa.schemas.tables.queue.giving_up import give_up
from ckanext.kanazawa.schemas.tables.queue.lease import LEASE, Lease, Superseded
from ckanext.kanazawa.schemas.tables.queue.memory import is_work_horse, limit_memory
from ckanext.kanazawa.schemas.tables.queue.next import next_job
from ckanext.kanazawa.schemas.tables.queue.owners import is_wanted
from ckanext.kanazawa.schemas.tables.queue.storable import storable
from ckanext.kanazawa.schemas.tables.queue.sweep import MAX_ATTEMPTS, sweep
from ckanext.kanazawa.schemas.tables.queue.tell import take_back, tell_again

log = logging.getLogger(__name__)
# What may be over the next time: the database or Redis restarted.
PASSING = (OperationalError, InterfaceError, RedisError)
# CKAN loads itself anew for every message, which takes longer than most jobs: for so long a
# worker goes on with what else waits.
GOES_ON_S = 120.0
# What keeps a job from working (a table that is read all the time, a database that restarts)
# is seldom over at once: it rests so long after its first attempt, and longer after the next.
REST = timedelta(seconds=30)

Problem = dict[str, Any]


def run_job(job_id: str) -> None:
    """Do a job, unless it is done, another worker holds it, or nobody wants it any more.

    A worker goes on with the jobs that wait, those of the same owner first.

    Args:
        job_id: of a row of `Job`.
    """
    sweep(besides=job_id)
    limit_memory()
    until = time.monotonic() + GOES_ON_S
    owner_id = _done(job_id)
    while owner_id is not None and is_work_horse() and time.monotonic() < until:
        following = next_job(owner_id)
        if following is None:
            return
        take_back(following.message)
        owner_id = _done(following.id)


def _done(job_id: str) -> str | None:
    """Do one job; return its owner, None where it was not ours or did not end well."""
    job = _taken(job_id)
    if job is None:
        return None
    owner_id, attempt = job.owner_id, job.attempts
    with Lease(job):
        state, problem = _worked(job)
    _end(job_id, attempt, state, problem)
    _tell_next(owner_id)
    return owner_id if state == "done" else None


def _worked(job: Job) -> tuple[str, Problem | None]:
    """Do the work; return the state the job ends in, and why it failed."""
    job_id, kind, attempts = job.id, job.kind, job.attempts
    try:
        if is_wanted(job):
            rooms.jobs()[kind](job)
    except Superseded:
        log.info("Job %s (%s) is no longer wanted", job_id, kind)
    except TableError as error:
        if error.passing and attempts < MAX_ATTEMPTS:
            return "waiting", None
        return "failed", {"code": error.code, "params": storable(dict(error.params))}
    except PASSING:
        log.exception("Job %s (%s) was stopped", job_id, kind)
        if attempts < MAX_ATTEMPTS:
            return "waiting", None
        return _failed(job_id, "job-failed")
    except JobTimeoutException:
        log.exception("Job %s (%s) took too long", job_id, kind)
        return _failed(job_id, "job-too-long")
    except MemoryError:
        log.exception("Job %s (%s) needs too much memory", job_id, kind)
        return _failed(job_id, "job-too-large")
    except Exception:
        log.exception("Job %s (%s) failed", job_id, kind)
        return _failed(job_id, "job-failed")
    return "done", None


def _failed(job_id: str, code: str) -> tuple[str, Problem]:
    """Let the room of the job say on the edition that nothing came of it."""
    problem: Problem = {"code": code, "params": {}}
    give_up(job_id, problem)
    return "failed", problem


def _taken(job_id: str) -> Job | None:
    """Take the lease of a job, unless another job of its owner runs."""
    job = model.Session.get(Job, job_id, populate_existing=True)
    if job is None:
        model.Session.rollback()
        return None
    lock = sa.func.hashtextextended(f"jobs of {job.owner_id}", 0)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
    now = sa.func.clock_timestamp()
    other = aliased(Job)
    busy = sa.exists().where(
        other.owner_id == job.owner_id,
        other.id != job_id,
        other.state == "running",
        other.lease_until >= now,
    )
    free = sa.or_(Job.is_due(), sa.and_(Job.state == "running", Job.lease_until < now))
    taken = (
        sa.update(Job)
        .where(Job.id == job_id, free, Job.attempts < MAX_ATTEMPTS, ~busy)
        .values(state="running", attempts=Job.attempts + 1, started=now, lease_until=now + LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    found = model.Session.execute(taken).scalar()
    model.Session.commit()
    return model.Session.get(Job, job_id, populate_existing=True) if found else None


def _end(job_id: str, attempt: int, state: str, error: Problem | None) -> None:
    """Record how a job ended, after what it left half-done is undone."""
    model.Session.rollback()
    now = sa.func.clock_timestamp()
    over, rest = (None, now + attempt * REST) if state == "waiting" else (now, None)
    ended = (
        sa.update(Job)
        .where(Job.id == job_id, Job.attempts == attempt, Job.state == "running")
        .execution_options(synchronize_session=False)
    )
    model.Session.execute(ended.values(state=state, error=error, finished=over, lease_until=rest))
    model.Session.commit()
    # CKAN's session does not do so by itself.
    model.Session.expire_all()


def _tell_next(owner_id: str) -> None:
    """Tell of the owner's next job: its message may have come while this one ran."""
    query = (
        sa.select(Job)
        .where(Job.owner_id == owner_id, Job.is_due())
        .order_by(Job.created, Job.id)
        .limit(1)
    )
    tell_again(model.Session.scalars(query).all())
