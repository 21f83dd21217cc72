"""Editions: each upload is a file of its own, recorded in CKAN's `file` table.

Owner is the resource, never the person who uploaded, who could otherwise delete
or rename it through CKAN's file actions. The current edition is the newest one that
visitors may see (`schemas/model/edition.py`); of files that came in before editions were
examined, the one whose SHA-256 the resource carries in `hash`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import unquote

import ckan.model as model
import sqlalchemy as sa
from ckan.lib import files
from sqlalchemy import event

from ckanext.kanazawa.schemas import config as table_config
from ckanext.kanazawa.schemas.intake.machine import NO_FILE
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.editions.record import record_edition
from ckanext.kanazawa.schemas.tables.purge import purge_tables

from . import config, transaction
from .kind import UNKNOWN
from .storage import find_storage

OWNER_TYPE = "resource"
OWNER_URL_TYPE = "upload"
# Copies of linked files: kept for their tables, handed out by nobody's download address.
LINK_TYPE = "kanazawa_link"
PLUGIN = "kanazawa_schemas"
# As ckanext-dcat writes it into spdx:algorithm.
SHA256_IRI = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
# When a file came in that is held back; stored with the resource and never shown.
RECEIVED = "kanazawa_received"


def add_edition(
    resource_id: str,
    name: str,
    data: files.FileData,
    encoding: str | None,
    format: str | None = None,
) -> None:
    """Record a stored file as an edition of a resource, in the open transaction.

    Args:
        resource_id: the owner.
        name: the file's own name.
        data: where and what it is, as the storage says.
        encoding: value of `kanazawa_encoding`, None for what is no text.
        format: what the resource's `format` says, or shall say once visitors see the edition.
    """
    record = file_record(resource_id, name, data, encoding, format)
    if table_config.examine():
        record_edition(resource_id, record)


def file_record(
    resource_id: str,
    name: str,
    data: files.FileData,
    encoding: str | None,
    format: str | None = None,
) -> model.File:
    """Make the row of a resource's stored file; arguments as of `add_edition`."""
    record = model.File(
        name=name,
        storage=config.storage_name(),
        plugin_data={PLUGIN: {"encoding": encoding, "format": format}},
        **data.as_dict(),
    )
    owner = model.FileOwner(
        file_id=record.id, owner_id=resource_id, owner_type=OWNER_TYPE, pinned=True
    )
    model.Session.add_all([record, owner])
    model.Session.flush()
    return record


def editions(resource_id: str) -> list[model.File]:
    """Return all editions of a resource, newest first."""
    query = (
        sa.select(model.File)
        .join(model.FileOwner, model.FileOwner.file_id == model.File.id)
        .where(model.FileOwner.owner_type == OWNER_TYPE)
        .where(model.FileOwner.owner_id == resource_id)
        .where(model.File.storage == config.storage_name())
        .order_by(model.File.created.desc(), model.File.location.desc())
    )
    return list(model.Session.scalars(query).unique())


def current_edition(resource_id: str, sha256: str | None) -> model.File | None:
    """Return the edition that a resource shows to everybody.

    Args:
        resource_id: the resource.
        sha256: its `hash`.

    Returns:
        The newest edition that is released; where none is, the newest file with these bytes
        (else the newest) of those that came in before editions were examined; None where it
        has none.
    """
    shown = Edition.shown(resource_id)
    if shown is not None and shown.source_url is None and shown.file_id:
        return model.Session.get(model.File, shown.file_id)
    examined = {edition.file_id for edition in Edition.newest_first(resource_id)}
    known = [file for file in editions(resource_id) if file.id not in examined]
    same = (file for file in known if file.hash == sha256)
    return next(same, known[0] if known else None)


def has_waiting_only(resource_id: str) -> bool:
    """Say whether visitors never saw any edition of a resource: all of them are held back."""
    return all(edition.release == "held" for edition in Edition.newest_first(resource_id))


def file_fields(file: model.File) -> dict[str, Any]:
    """Return the fields of a resource that follow from its file, in the database's types."""
    encoding = encoding_of(file)
    stored_format = file.plugin_data.get(PLUGIN, {}).get("format")
    fields = {
        "url": file.name,
        "url_type": OWNER_URL_TYPE,
        "kanazawa_filename": file.name,
        "kanazawa_encoding": encoding or "",
        "size": file.size,
        "hash": file.hash,
        "hash_algorithm": SHA256_IRI,
        "mimetype": file.content_type,
    }
    return {**fields, "format": stored_format} if stored_format else fields


def no_file_fields() -> dict[str, Any]:
    """Return the same fields of a resource none of whose files visitors may see."""
    empty = dict.fromkeys(("kanazawa_filename", "kanazawa_encoding", "hash", "hash_algorithm"), "")
    nothing = {"size": None, "mimetype": None}
    return {"url": NO_FILE, "url_type": OWNER_URL_TYPE, **empty, **nothing}


def encoding_of(edition: model.File) -> str | None:
    """Return the encoding that was guessed when the edition came in."""
    return edition.plugin_data.get(PLUGIN, {}).get("encoding")


@dataclass(frozen=True)
class StoredFile:
    """What a download needs to know of a file."""

    name: str
    data: files.FileData
    encoding: str | None
    created: datetime


def stored_file(resource: dict[str, Any]) -> StoredFile | None:
    """Find the file a resource shows.

    Args:
        resource: as `resource_show` gives it.

    Returns:
        Its current edition; where there is none, the file that CKAN's own uploader
        left under the resource's id (a portal's old files can be carried over as they
        are); None where there is neither.
    """
    edition = current_edition(resource["id"], resource.get("hash"))
    if edition is None:
        # What replaced it is held back, or never came; not what was taken back.
        return classic_file(resource) if has_waiting_only(resource["id"]) else None
    return stored_edition(edition)


def stored_edition(edition: model.File) -> StoredFile:
    """Return what a download needs to know of one edition."""
    data = files.FileData.from_object(edition)
    created = edition.created.astimezone(timezone.utc).replace(microsecond=0)
    return StoredFile(edition.name, data, encoding_of(edition), created)


def classic_file(resource: dict[str, Any]) -> StoredFile | None:
    """Find the file of a resource at the address that CKAN's own uploader gives it."""
    storage, id = find_storage(), resource["id"]
    location = files.Location(f"{id[:3]}/{id[3:6]}/{id[6:]}")
    if storage is None or not storage.exists(files.FileData(location)):
        return None
    name = unquote(str(resource.get("url") or "").rsplit("/", 1)[-1]) or id
    data = files.FileData(
        location,
        size=storage.size(location),
        content_type=resource.get("mimetype") or UNKNOWN.mimetype,
    )
    changed = resource.get("last_modified") or resource["created"]
    created = datetime.fromisoformat(changed).replace(microsecond=0, tzinfo=timezone.utc)
    return StoredFile(name, data, None, created)


@event.listens_for(model.Resource, "after_delete")
def _purge_editions(_mapper: Any, connection: sa.Connection, resource: model.Resource) -> None:
    """Forget a purged resource's editions, and remove their files after the commit."""
    file, owner = model.File.__table__, model.FileOwner.__table__
    mine = sa.select(owner.c.file_id).where(
        owner.c.owner_type.in_((OWNER_TYPE, LINK_TYPE)), owner.c.owner_id == resource.id
    )
    gone = connection.execute(
        sa.delete(file)
        .where(file.c.id.in_(mine), file.c.storage == config.storage_name())
        .returning(file.c.location)
    )
    locations = [location for (location,) in gone]
    locations += purge_tables(connection, resource.id)
    storage = find_storage()
    for location in locations if storage is not None else ():
        transaction.note("purged", storage, location)
