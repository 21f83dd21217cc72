"""Record editions for files that were stored before tables were examined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

import ckan.model as model
import sqlalchemy as sa
from ckan.lib import files

from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.files.edition import (
    OWNER_URL_TYPE,
    StoredFile,
    classic_file,
    current_edition,
    file_record,
)
from ckanext.kanazawa.schemas.files.encoding import guess_encoding
from ckanext.kanazawa.schemas.files.kind import kind_of
from ckanext.kanazawa.schemas.files.name import extension_of, safe_file_name
from ckanext.kanazawa.schemas.files.receive import measure
from ckanext.kanazawa.schemas.files.storage import find_storage
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.editions.record import record_edition


@dataclass(frozen=True)
class Result:
    """What became of one resource: "recorded", "known" or "no-file"."""

    resource_id: str
    outcome: str
    name: str = ""


def resources(organization: str | None) -> list[str]:
    """Return the ids of all resources with files, of one organisation or all."""
    query = (
        sa.select(model.Resource.id)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(model.Resource.state == model.State.ACTIVE)
        .where(model.Resource.url_type == OWNER_URL_TYPE)
        .where(model.Package.state != model.State.DELETED)
        .order_by(model.Package.name, model.Resource.position)
    )
    if organization:
        query = query.where(model.Package.owner_org == organization)
    return list(model.Session.scalars(query))


def record_all(resource_ids: list[str]) -> Iterator[Result]:
    """Record the current file of each resource as an edition and have it examined; commits.

    Earlier files are left alone: they may have been replaced because they should never have
    been public, and an edition has a public address. What is recorded already stays as it is.
    """
    for resource_id in resource_ids:
        yield _recorded(resource_id)
        model.Session.commit()


def _recorded(resource_id: str) -> Result:
    if Edition.newest_first(resource_id):
        return Result(resource_id, "known")
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None:
        return Result(resource_id, "no-file")
    file = current_edition(resource_id, resource.hash) or _adopted(resource)
    if file is None:
        return Result(resource_id, "no-file")
    # It is public already: holding it back now would take it away from its readers.
    record_edition(resource_id, file, release="released", came=file.created)
    return Result(resource_id, "recorded", file.name)


def _adopted(resource: model.Resource) -> model.File | None:
    """Record the file that CKAN's own uploader left under the resource's id, where it lies."""
    changed = resource.last_modified or resource.created
    known = {"id": resource.id, "url": resource.url, "mimetype": resource.mimetype}
    found = classic_file({**known, "created": changed.isoformat()})
    if found is None:
        return None
    name = safe_file_name(found.name) or resource.id
    data, encoding = _measured(found, name)
    file = file_record(resource.id, name, data, encoding, resource.format)
    file.created = found.created
    model.Session.flush()
    return file


def _measured(found: StoredFile, name: str) -> tuple[files.FileData, str | None]:
    """Read a stored file once: its hash, size, kind and encoding."""
    storage = find_storage()
    with TemporaryFile() as stream:
        for chunk in chunks_of(storage.stream(found.data)):
            stream.write(chunk)
        sha256, sample, size = measure(stream)
        kind = kind_of(extension_of(name), stream, sample)
    encoding = guess_encoding(sample, size <= len(sample)) if kind.is_text else None
    data = files.FileData.from_object(
        found.data, size=size, content_type=kind.mimetype, hash=sha256, algorithm="sha256"
    )
    return data, encoding
