"""Find approved submissions whose time has come, and have them published."""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import KIND, PUBLISHERS
from ckanext.kanazawa.schemas.shared import put_job


def publish_due() -> int:
    """Put a job for each; commits. One that waits already is enough.

    Returns:
        How many are due.
    """
    due = sa.or_(
        Submission.publish_at.is_(None), Submission.publish_at <= sa.func.clock_timestamp()
    )
    query = sa.select(Submission.id).where(
        Submission.state == "approved", Submission.kind.in_(PUBLISHERS), due
    )
    found = list(model.Session.scalars(query))
    for submission_id in found:
        put_job(KIND, submission_id)
    model.Session.commit()
    return len(found)
