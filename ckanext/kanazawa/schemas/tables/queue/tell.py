"""Tell CKAN's workers that jobs wait, again where the message was lost."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import ckan.model as model
import ckan.plugins.toolkit as tk
import rq.job
from ckan.lib.redis import connect_to_redis
from ckan.model.types import make_uuid
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError

from ckanext.kanazawa.schemas.model.job import Job

log = logging.getLogger(__name__)
# CKAN's workers give a job three minutes unless told otherwise; a million rows take longer.
TIME_LIMIT_S = 1800
# States of a message that a worker will still read.
ON_THE_WAY = ("queued", "deferred", "scheduled")


def tell_worker(job_id: str, message: str) -> None:
    """Tell CKAN's workers that a job waits; where Redis is away the sweeper does so later.

    Args:
        job_id: of a row of `Job`, committed.
        message: the id the message gets in Redis.
    """
    from ckanext.kanazawa.schemas.tables.queue.run import run_job

    try:
        tk.enqueue_job(run_job, [job_id], rq_kwargs={"timeout": TIME_LIMIT_S, "job_id": message})
    except RedisError:
        log.exception("Could not tell a worker of job %s", job_id)


def tell_again(jobs: Iterable[Job]) -> int:
    """Tell of jobs whose message is lost or was read in vain; commits.

    Returns:
        How many were told again.
    """
    lost = [job for job in jobs if not _is_on_the_way(job.message)]
    for job in lost:
        job.message = make_uuid()
    told = [(job.id, str(job.message)) for job in lost]
    model.Session.commit()
    for job_id, message in told:
        tell_worker(job_id, message)
    return len(told)


def _is_on_the_way(message: str | None) -> bool:
    if message is None:
        return False
    try:
        status = rq.job.Job.fetch(message, connection=connect_to_redis()).get_status()
    except NoSuchJobError:
        return False
    except RedisError:
        log.exception("Could not ask Redis for message %s", message)
        # Nobody can be told now; the next sweep tries again.
        return True
    return str(getattr(status, "value", status)) in ON_THE_WAY


def take_back(message: str | None) -> None:
    """Remove a message whose job a worker found by itself.

    Reading it in vain would cost a worker the seconds in which CKAN loads itself.
    """
    if message is None:
        return
    try:
        rq.job.Job.fetch(message, connection=connect_to_redis()).delete()
    except NoSuchJobError:
        return
    except RedisError:
        log.exception("Could not take back message %s", message)
