"""What editors should know of each table: the newest edition of each resource, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.schemas.intake.translations import read_translations
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition

# Editions of a resource whose numbers of errors are shown as its trend.
TREND = 6


@dataclass(frozen=True)
class Row:
    """One table.

    Attributes:
        dataset, title, private: the dataset's name, title and whether visitors see it not.
        titles: by language, as far as there are any.
        organization: name of who publishes it.
        resource, file: id of the resource, and name of its file.
        state, release: of its newest edition.
        format, version: as recognised.
        standard: what the dataset says to follow.
        severity: number of errors, warnings and hints; None where nothing was examined.
        personal: findings of personal data.
        rows: of the table.
        trend: numbers of errors of its editions, oldest first.
        examined: when.
    """

    dataset: str
    title: str
    private: bool
    organization: str
    resource: str
    file: str
    state: str
    release: str
    format: str | None
    version: str | None
    standard: str
    severity: dict[str, int] | None
    personal: int
    rows: int | None
    trend: list[int]
    examined: datetime | None
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def badness(self) -> tuple[int, ...]:
        """Return what to sort by: unreadable first, then personal data, errors, warnings."""
        counts = self.severity or {}
        unread = int(self.state == "failed")
        return (unread, self.personal, *(counts.get(name, 0) for name in SEVERITIES))


def rows(organizations: Sequence[str] | None) -> list[Row]:
    """Return the tables of organisations, the worst first.

    Args:
        organizations: ids; None for all.
    """
    package, resource, group = model.Package, model.Resource, model.Group
    newest = _newest()
    query = (
        sa.select(newest, resource, package, group.name)
        .join(resource, resource.id == newest.owner_id)
        .join(package, package.id == resource.package_id)
        .join(group, group.id == package.owner_org)
        .where(resource.state == "active", package.state == "active")
    )
    if organizations is not None:
        query = query.where(package.owner_org.in_(organizations))
    found = list(model.Session.execute(query))
    trends = _trends([edition.owner_id for edition, *_ in found])
    listed = [_row(one, file, dataset, by, trends) for one, file, dataset, by in found]
    return sorted(listed, key=lambda row: (*(-n for n in row.badness), row.title))


def _newest() -> Any:
    """Return the newest edition of each resource that was not taken back."""
    query = (
        sa.select(Edition)
        .where(Edition.owner_type == RESOURCE, Edition.release != "withdrawn")
        .distinct(Edition.owner_id)
        .order_by(Edition.owner_id, Edition.created.desc(), Edition.id.desc())
        .subquery()
    )
    return aliased(Edition, query)


def _row(
    edition: Edition,
    resource: model.Resource,
    package: model.Package,
    organization: str,
    trends: dict[str, list[int]],
) -> Row:
    totals, extras = edition.totals or {}, package.extras or {}
    return Row(
        dataset=package.name,
        title=package.title or package.name,
        private=bool(package.private),
        organization=organization,
        resource=resource.id,
        file=edition.name,
        state=edition.state,
        release=edition.release,
        format=edition.format,
        version=edition.version,
        standard=extras.get("kanazawa_standard") or "",
        severity=totals.get("severity"),
        personal=edition.personal,
        rows=edition.rows,
        trend=trends.get(edition.owner_id, []),
        examined=edition.examined_at,
        titles=read_translations(extras.get("title_translated") or package.title or ""),
    )


def _trends(resources: list[str]) -> dict[str, list[int]]:
    """Return resource → numbers of errors of its last editions, oldest first."""
    errors = sa.cast(Edition.totals["severity"]["error"].astext, sa.Integer)
    query = (
        sa.select(Edition.owner_id, sa.func.coalesce(errors, 0))
        .where(Edition.owner_type == RESOURCE, Edition.owner_id.in_(resources))
        .where(Edition.state == "examined", Edition.release != "withdrawn")
        .order_by(Edition.owner_id, Edition.created, Edition.id)
    )
    found: dict[str, list[int]] = {}
    for owner, count in model.Session.execute(query):
        found.setdefault(owner, []).append(count)
    return {owner: counts[-TREND:] for owner, counts in found.items()}
