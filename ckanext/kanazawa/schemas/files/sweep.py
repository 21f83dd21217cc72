"""Sweep the storage: what no record knows, and records whose resource is gone.

A process that is killed between writing a file and the database's commit cannot
clean up after itself; a database that is cleared by hand does not tell the storage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.tables.forms.store import drop_outdated

from . import config
from .edition import LINK_TYPE, OWNER_TYPE
from .storage import TIME_FORMAT, find_storage, remove_quietly

# Longer than any upload takes: younger files may still be on their way into the database.
GRACE = timedelta(hours=1)
# Only addresses of our making; everything else in the storage is left alone.
LOCATION = re.compile(r"[^/]+/(?P<time>\d{8}T\d{6}Z)-[0-9a-f]{32}")


@dataclass
class Sweep:
    """What a sweep found (and removed, unless it only looked)."""

    files: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)


def sweep(now: datetime, only_look: bool = False) -> Sweep:
    """Remove files without record and records without resource, older than an hour.

    Forms of tables that nobody will get any more go whatever their age.

    Args:
        now: the time, with time zone.
        only_look: remove nothing.
    """
    storage, found = find_storage(), Sweep()
    if storage is None:
        return found
    outdated = drop_outdated(only_look=only_look)
    gone = _records_without_resource(now)
    found.records = [record.location for record in gone]
    known = set(_known_locations()) - set(found.records)
    found.files = [
        location for location in map(str, storage.scan()) if _is_orphan(location, known, now)
    ]
    found.files = sorted({*found.files, *outdated})
    if not only_look:
        for record in gone:
            model.Session.delete(record)
        model.Session.commit()
        for location in found.files:
            remove_quietly(storage, location)
    return found


def _known_locations() -> Any:
    """Return where files of records lie, and what has none: forms of tables, sent folders."""
    query = sa.select(model.File.location).where(model.File.storage == config.storage_name())
    sent = sa.select(BulkImport.location).where(
        BulkImport.location.is_not(None), BulkImport.storage.is_(None)
    )
    return model.Session.scalars(query.union_all(sa.select(Form.location), sent))


def _records_without_resource(now: datetime) -> list[model.File]:
    query = (
        sa.select(model.File)
        .join(model.FileOwner, model.FileOwner.file_id == model.File.id)
        .where(model.File.storage == config.storage_name())
        .where(model.FileOwner.owner_type.in_((OWNER_TYPE, LINK_TYPE)))
        .where(model.File.created < now - GRACE)
        .where(~sa.exists().where(model.Resource.id == model.FileOwner.owner_id))
    )
    return list(model.Session.scalars(query).unique())


def _is_orphan(location: str, known: set[str], now: datetime) -> bool:
    written = written_at(location)
    return written is not None and location not in known and written < now - GRACE


def written_at(location: str) -> datetime | None:
    """Return when a file of our making was written; None for any other."""
    match = LOCATION.fullmatch(location)
    if match is None:
        return None
    return datetime.strptime(match["time"], TIME_FORMAT).replace(tzinfo=timezone.utc)
