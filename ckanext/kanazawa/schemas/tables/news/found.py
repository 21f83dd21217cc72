"""Editions with errors, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition

# Entries of a feed.
LISTED = 50


@dataclass(frozen=True)
class News:
    """One edition with errors; holds no value of any cell.

    Attributes:
        edition, label, file: its id, date and file name.
        resource, dataset, title: where it is.
        examined: when that was found.
        severity, codes: numbers of findings by severity, and by kind.
        personal: findings that seem to be about private persons.
    """

    edition: str
    label: str
    file: str
    resource: str
    dataset: str
    title: str
    examined: datetime
    severity: dict[str, int]
    codes: dict[str, int]
    personal: int


def news(
    organizations: Sequence[str],
    *,
    for_editors: bool,
    since: datetime | None = None,
    limit: int | None = LISTED,
) -> list[News]:
    """Return the editions of organisations that have errors.

    Args:
        organizations: ids.
        for_editors: also of private datasets, and what visitors do not see yet; of each file
            only the edition that is worked on.
        since: only what was examined after that.
        limit: at most so many; None for all.
    """
    package, resource = model.Package, model.Resource
    query = (
        sa.select(Edition, resource, package)
        .join(resource, resource.id == Edition.owner_id)
        .join(package, package.id == resource.package_id)
        .where(Edition.owner_type == RESOURCE, Edition.state == "examined")
        .where(package.owner_org.in_(organizations), package.state == "active")
        .where(resource.state == "active", _errors() > 0, Edition.examined_at.is_not(None))
        # A resource that became a link still has the editions of its former file.
        .where(resource.url_type.is_not_distinct_from("upload") == Edition.source_url.is_(None))
        .order_by(Edition.examined_at.desc(), Edition.id)
    )
    if for_editors:
        query = query.where(Edition.id.in_(_newest()))
    else:
        query = query.where(package.private.is_(False), Edition.release == "released")
    if since is not None:
        query = query.where(Edition.examined_at > since)
    found = model.Session.execute(query.limit(limit))
    return [_news(*row) for row in found]


def _errors() -> Any:
    return sa.cast(Edition.totals["severity"]["error"].astext, sa.Integer)


def _newest() -> Any:
    return (
        sa.select(Edition.id)
        .where(Edition.owner_type == RESOURCE, Edition.release != "withdrawn")
        .distinct(Edition.owner_id)
        .order_by(Edition.owner_id, Edition.created.desc(), Edition.id.desc())
    )


def _news(edition: Edition, resource: model.Resource, package: model.Package) -> News:
    totals = edition.totals or {}
    assert edition.examined_at is not None
    return News(
        edition=edition.id,
        label=edition.label,
        file=edition.name,
        resource=resource.id,
        dataset=package.name,
        title=package.title or package.name,
        examined=edition.examined_at,
        severity=totals.get("severity") or {},
        codes=totals.get("code") or {},
        personal=edition.personal,
    )


def number_of_errors(found: Iterable[News]) -> int:
    """Return how many errors there are together."""
    return sum(one.severity.get("error", 0) for one in found)
