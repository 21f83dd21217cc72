"""Have many tables examined again: of an organisation, of datasets, of the whole portal."""

from __future__ import annotations

from collections.abc import Sequence

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.tables.queue.put import put


def examine_again(*, organization: str | None = None, datasets: Sequence[str] | None = None) -> int:
    """Put the job "examine" for the newest edition of each table, in the open transaction.

    Args:
        organization: id; None for all.
        datasets: ids; None for all.

    Returns:
        How many tables.
    """
    query = _newest()
    if organization is not None:
        query = query.where(model.Package.owner_org == organization)
    if datasets is not None:
        query = query.where(model.Package.id.in_(datasets))
    found = model.Session.execute(query).all()
    for edition_id, resource_id in found:
        put("examine", resource_id, edition_id)
    return len(found)


def _newest() -> sa.Select[tuple[str, str]]:
    """Select the newest edition of each resource, as `Edition.newest` chooses it."""
    package, resource = model.Package, model.Resource
    is_file = resource.url_type.is_not_distinct_from("upload")
    return (
        sa.select(Edition.id, Edition.owner_id)
        .join(resource, resource.id == Edition.owner_id)
        .join(package, package.id == resource.package_id)
        .where(Edition.owner_type == RESOURCE, Edition.release != "withdrawn")
        .where(is_file == Edition.source_url.is_(None), Edition.file_id.is_not(None))
        .where(resource.state == "active", package.state != "deleted")
        .distinct(Edition.owner_id)
        .order_by(Edition.owner_id, Edition.created.desc(), Edition.id.desc())
    )
