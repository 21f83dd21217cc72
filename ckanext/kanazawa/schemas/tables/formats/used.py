"""Which public datasets follow a format: as their metadata say, or as their files show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition

STANDARD_FIELD = "kanazawa_standard"


@dataclass(frozen=True)
class Follower:
    """A public dataset that follows a format.

    Attributes:
        name, title: of the dataset.
        organization: name of who publishes it.
        standard: value of its field "standard followed"; "" for none.
        format, version: of a file of it, as recognised; None where none was examined.
    """

    name: str
    title: str
    organization: str | None
    standard: str
    format: str | None
    version: str | None


def followers(found: Format) -> list[Follower]:
    """Return the datasets that follow a format, each once, by provider and title."""
    listed: dict[str, Follower] = {}
    for one in _all(found):
        if _follows(one, found):
            known = listed.setdefault(one.name, one)
            if known.format is None:
                listed[one.name] = one
    return sorted(listed.values(), key=lambda one: (one.organization or "", one.title))


def counts() -> Counter[str]:
    """Return id of each format → number of public datasets that follow it."""
    by_standard = {found.standard: found.id for found in load_formats().values() if found.standard}
    following: set[tuple[str, str]] = set()
    for one in _all():
        names = {one.format or "", by_standard.get(one.standard, "")}
        following |= {(name, one.name) for name in names if name}
    return Counter(name for name, _dataset in following)


def _follows(one: Follower, found: Format) -> bool:
    return one.format == found.id or bool(found.standard and one.standard == found.standard)


def _all(found: Format | None = None) -> list[Follower]:
    """Read the public datasets with a standard or a recognised file, one row a file."""
    package, resource, group = model.Package, model.Resource, model.Group
    standard = package.extras[STANDARD_FIELD].astext
    shown = _shown_editions()
    wanted = sa.or_(shown.c.format.is_not(None), standard != "")
    if found is not None:
        wanted = shown.c.format == found.id
        if found.standard:
            wanted = sa.or_(wanted, standard == found.standard)
    query = (
        sa.select(
            package.name,
            sa.func.coalesce(package.title, package.name),
            group.name,
            sa.func.coalesce(standard, ""),
            shown.c.format,
            shown.c.version,
        )
        .outerjoin(group, group.id == package.owner_org)
        .outerjoin(resource, (resource.package_id == package.id) & (resource.state == "active"))
        .outerjoin(shown, shown.c.owner_id == resource.id)
        .where(package.state == "active", package.private.is_(False), package.type == "dataset")
        .where(wanted)
    )
    return [Follower(*row) for row in model.Session.execute(query)]


def _shown_editions() -> sa.Subquery:
    """Return what visitors see of each resource: its newest released edition."""
    return (
        sa.select(Edition.owner_id, Edition.format, Edition.version)
        .where(Edition.owner_type == RESOURCE, Edition.release == "released")
        .distinct(Edition.owner_id)
        .order_by(Edition.owner_id, Edition.created.desc(), Edition.id.desc())
        .subquery()
    )
