"""Sweep the storage of pending files: orphans, and files of submissions that ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from ckan.lib import files

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.files import let_go
from ckanext.kanazawa.contribute.record.purge import forget_addresses_before
from ckanext.kanazawa.contribute.states import ENDED
from ckanext.kanazawa.contribute.storage import OWNER_TYPE, pending_storage
from ckanext.kanazawa.schemas.shared import BulkImport, note_file, written_at

# Longer than any upload takes: younger files may still be on their way into the database.
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Swept:
    """How many files were found (and removed, unless it only looked).

    Attributes:
        orphans: without any record: their process was killed, or their transaction failed.
        kept_long_enough: of submissions that ended, or are gone.
        addresses: of reports that were dealt with, removed from their revisions.
    """

    orphans: int
    kept_long_enough: int
    addresses: int


def sweep(only_look: bool = False) -> Swept:
    """Remove pending files that nobody needs; commits.

    Of published submissions go files of earlier revisions, of rejected and withdrawn ones all
    after `retention_days`. So long, too, are addresses of reports kept that were dealt with.
    """
    now, storage = datetime.now(timezone.utc), pending_storage()
    old = list(model.Session.scalars(_old(now)).unique())
    known = set(model.Session.scalars(_known()))
    orphans = [str(location) for location in storage.scan() if str(location) not in known]
    gone = [location for location in orphans if _is_old(location, now)]
    ended_before = now - timedelta(days=config.retention_days())
    addresses = forget_addresses_before(ended_before, only_look=only_look)
    if not only_look:
        let_go([record.id for record in old])
        for location in gone:
            note_file("purged", storage, files.Location(location))
        model.Session.commit()
    return Swept(len(gone), len(old), addresses)


def _known() -> Any:
    """Return where files of records lie, and folders that were sent."""
    own = sa.select(model.File.location).where(model.File.storage == config.PENDING_STORAGE)
    sent = sa.select(BulkImport.location).where(BulkImport.storage == config.PENDING_STORAGE)
    return own.union_all(sent.where(BulkImport.location.is_not(None)))


def _old(now: datetime) -> sa.Select[Any]:
    ended = sa.and_(
        Submission.state.in_(ENDED - {"published", "taken_down"}),
        Submission.changed < now - timedelta(days=config.retention_days()),
    )
    public = Submission.state.in_(("published", "taken_down"))
    is_needed = sa.exists().where(Submission.id == model.FileOwner.owner_id, ~sa.or_(ended, public))
    return (
        sa.select(model.File)
        .join(model.FileOwner, model.FileOwner.file_id == model.File.id)
        .where(model.File.storage == config.PENDING_STORAGE)
        .where(model.FileOwner.owner_type == OWNER_TYPE)
        .where(model.File.created < now - GRACE, ~is_needed)
    )


def _is_old(location: str, now: datetime) -> bool:
    """Say whether an orphan is old enough; what is not of our making is left alone."""
    written = written_at(location)
    return written is not None and written < now - GRACE
