"""Which job comes next."""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckanext.kanazawa.schemas.model.job import Job


def next_job(owner_id: str) -> Job | None:
    """Return the waiting job a worker should do next, without taking it.

    Args:
        owner_id: its jobs come first, then the oldest of an owner that no worker is busy with.
    """
    now, other = sa.func.clock_timestamp(), aliased(Job)
    busy = sa.exists().where(
        other.owner_id == Job.owner_id, other.state == "running", other.lease_until >= now
    )
    mine_first = sa.case((Job.owner_id == owner_id, 0), else_=1)
    query = (
        sa.select(Job).where(Job.is_due(), ~busy).order_by(mine_first, Job.created, Job.id).limit(1)
    )
    return model.Session.scalar(query)
