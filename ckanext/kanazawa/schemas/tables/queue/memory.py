"""A memory limit for the process that does one job."""

from __future__ import annotations

import os
import resource

import rq

from ckanext.kanazawa.schemas import config

MEBIBYTE = 1 << 20


def limit_memory() -> None:
    """Limit this process, where CKAN's worker made it for this one job.

    Beyond the limit an allocation fails: the job ends, the worker lives on, and so does the
    machine. A process that does other things as well (tests, a shell) is left alone.
    """
    megabytes = config.job_memory_mb()
    if not megabytes or not is_work_horse():
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * MEBIBYTE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def is_work_horse() -> bool:
    """Say whether RQ forked this process: it leads a group, and knows its message's id."""
    message = rq.get_current_job()
    if message is None or os.getpgrp() != os.getpid():
        return False
    return os.environ.get("RQ_JOB_ID") == message.id
