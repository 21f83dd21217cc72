"""Say on an edition that a job on it failed for good."""

from __future__ import annotations

import logging
from typing import Any

import ckan.model as model

from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms

log = logging.getLogger(__name__)


def give_up(job_id: str, problem: dict[str, Any]) -> None:
    """Let the room of a job note that nothing came of it; commits.

    Args:
        job_id: of the job; what it left in the session is rolled back.
        problem: {"code", "params"}.
    """
    model.Session.rollback()
    job = model.Session.get(Job, job_id, populate_existing=True)
    note = rooms.given_up().get(job.kind) if job else None
    if note is None:
        return
    try:
        note(job, problem)
        model.Session.commit()
    except Exception:
        log.exception("Could not note that job %s failed", job_id)
        model.Session.rollback()
