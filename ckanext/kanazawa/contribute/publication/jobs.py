"""The job of the room: publish what was approved."""

from __future__ import annotations

from ckanext.kanazawa.contribute.publication.publish import KIND, publish
from ckanext.kanazawa.schemas.shared import Job, hold_job


def publish_approved(job: Job) -> None:
    """Publish a submission; run again after a death, it goes on where it was.

    Args:
        job: its owner is the submission.
    """
    publish(job.owner_id, lambda: hold_job(job))


JOBS = {KIND: publish_approved}
