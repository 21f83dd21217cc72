"""Whether what a job is about is still there."""

from __future__ import annotations

import ckan.model as model

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms

# Jobs whose owner is no resource or submission; they find out themselves.
OTHERS = ("import",)


def is_wanted(job: Job) -> bool:
    """Say whether a job still has something to work on.

    Not where its edition was taken back or purged, nor where its resource was deleted. Jobs
    of other features, and those of a folder, find that out themselves.
    """
    if not rooms.is_own(job.kind) or job.kind in OTHERS:
        return True
    edition = None
    if job.edition_id is not None:
        edition = model.Session.get(Edition, job.edition_id, populate_existing=True)
        if edition is None or edition.release == "withdrawn":
            return False
    if edition is not None and edition.owner_type != RESOURCE:
        return True
    resource = model.Session.get(model.Resource, job.owner_id, populate_existing=True)
    return resource is not None and resource.state != model.State.DELETED
