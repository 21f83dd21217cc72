"""Do a job: take its lease, work, say how it ended."""

from __future__ import annotations

import logging
from datetime import timedelta

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms

log = logging.getLogger(__name__)
# CKAN's workers give a job three minutes unless told otherwise; a million rows take longer.
TIME_LIMIT_S = 1800
LEASE = timedelta(seconds=60)


def run_job(job_id: str) -> None:
    """Do a job, unless it is done, or another worker holds its lease.

    Args:
        job_id: of a row of `Job`.
    """
    job = _taken(job_id)
    if job is None:
        return
    try:
        rooms.jobs()[job.kind](job)
    except TableError as error:
        _end(job_id, "failed", {"code": error.code, "params": dict(error.params)})
    except Exception:
        log.exception("Job %s failed", job_id)
        _end(job_id, "failed", {"code": "job-failed", "params": {}})
    else:
        _end(job_id, "done", None)


def _taken(job_id: str) -> Job | None:
    """Take the lease of a job that waits."""
    now = sa.func.now()
    free = sa.or_(Job.state == "waiting", sa.and_(Job.state == "running", Job.lease_until < now))
    taken = (
        sa.update(Job)
        .where(Job.id == job_id, free)
        .values(state="running", attempts=Job.attempts + 1, started=now, lease_until=now + LEASE)
        .returning(Job.id)
    )
    found = model.Session.execute(taken).scalar()
    model.Session.commit()
    return model.Session.get(Job, job_id) if found else None


def _end(job_id: str, state: str, error: dict[str, object] | None) -> None:
    """Record how a job ended, after what it left half-done is undone."""
    model.Session.rollback()
    ended = sa.update(Job).where(Job.id == job_id)
    model.Session.execute(
        ended.values(state=state, error=error, finished=sa.func.clock_timestamp(), lease_until=None)
    )
    model.Session.commit()
