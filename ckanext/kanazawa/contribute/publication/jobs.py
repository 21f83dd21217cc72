"""Jobs of the room: publish what was approved, and let search follow."""

from __future__ import annotations

from ckanext.kanazawa.contribute.publication.publish import FOLLOW, KIND, follow, publish
from ckanext.kanazawa.schemas.shared import Job, hold_job


def publish_approved(job: Job) -> None:
    """Publish a submission; run again after a death, it goes on where it was.

    Args:
        job: its owner is the submission.
    """
    publish(job.owner_id, lambda: hold_job(job))


def index_published(job: Job) -> None:
    """Let the search of another engine follow a publication.

    Args:
        job: its owner is the submission.
    """
    follow(job.owner_id)


JOBS = {KIND: publish_approved, FOLLOW: index_published}
