"""Forget everything about the tables of a resource that is purged."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.choice import Choice
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.model.job import Job


def purge_tables(connection: sa.Connection, resource_id: str) -> list[str]:
    """Remove editions, findings, forms, jobs and choices of a resource.

    Args:
        connection: of the transaction that purges it.
        resource_id: the resource.

    Returns:
        Where the files of its forms lie in the storage; they go after the commit.
    """
    edition = Edition.__table__
    mine = sa.and_(edition.c.owner_type == RESOURCE, edition.c.owner_id == resource_id)
    form = Form.__table__
    forms = sa.select(form.c.location).join(edition, edition.c.id == form.c.edition_id).where(mine)
    locations = list(connection.scalars(forms))
    # Findings and forms follow their edition.
    connection.execute(sa.delete(edition).where(mine))
    for table, column in ((Job.__table__, "owner_id"), (Choice.__table__, "resource_id")):
        connection.execute(sa.delete(table).where(table.c[column] == resource_id))
    return locations
