"""The job of the room: check what was submitted."""

from __future__ import annotations

import ckan.model as model

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import QUEUED
from ckanext.kanazawa.contribute.step import locked
from ckanext.kanazawa.contribute.submissions.checks import check_submission
from ckanext.kanazawa.contribute.submissions.steps import CHECK_JOB
from ckanext.kanazawa.schemas.shared import Job


def check(job: Job) -> None:
    """Check the newest revision of a submission; run again, it finds and writes the same."""
    submission = model.Session.get(Submission, job.owner_id, populate_existing=True)
    if submission is None or submission.state not in QUEUED:
        return
    found = check_submission(submission)
    model.Session.rollback()
    now = locked(job.owner_id)
    # What changed meanwhile is checked by the job of that change.
    if now.revision == found.get("revision"):
        now.checks = found
        model.Session.commit()
    else:
        model.Session.rollback()


JOBS = {CHECK_JOB: check}
