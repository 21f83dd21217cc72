"""Find what an earlier run made: the dataset of a key, the resource of a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.schemas.files.edition import editions
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.speech import both
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry, FileEntry
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal

KEY = "kanazawa_import_key"
Values = dict[str, Any]


def wait_for_others(organization_id: str, key: str) -> None:
    """Let imports of one dataset follow each other, until the end of the transaction."""
    name = f"import {organization_id} {key}"
    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))
    model.Session.execute(sa.select(lock))


def existing_dataset(organization: model.Group, entry: Entry) -> model.Package | None:
    """Return the dataset that an entry means, None where it is new.

    That is the organisation's dataset that carries the key, or whose id or name it is.

    Raises:
        Refusal: that dataset was deleted, or the name belongs to somebody else.
    """
    found = _with_key(organization.id, entry.key)
    for reference in (entry.key, entry.values.get("name")):
        named = model.Package.get(reference) if reference else None
        if found is None and named is not None and named.owner_org == organization.id:
            found = named
        elif found is None and named is not None and reference != entry.key:
            raise Refusal(both(lambda: _taken(entry.values["name"])))
    if found is not None and found.state == model.State.DELETED:
        raise Refusal(both(lambda: _deleted(entry.key)))
    return found


def _with_key(organization_id: str, key: str) -> model.Package | None:
    package = model.Package
    extras: Any = package.extras
    is_deleted = sa.case((package.state == model.State.DELETED, 1), else_=0)
    query = (
        sa.select(package)
        .where(package.owner_org == organization_id, extras[KEY].astext == key)
        .order_by(is_deleted, package.metadata_created)
        .limit(1)
    )
    return model.Session.scalar(query)


def _taken(name: str) -> str:
    return tk._(
        'The name "{name}" belongs to a dataset of another organisation. Choose another name.'
    ).format(name=name)


def _deleted(key: str) -> str:
    return tk._(
        'The dataset "{key}" was deleted here. Restore it, or write another dataset_id to make '
        "a new one."
    ).format(key=key)


def matched_resources(files: Iterable[FileEntry], resources: list[Values]) -> dict[int, Values]:
    """Return row → resource of the files that a dataset has already.

    A file is known by its key, then by its path of an earlier run, its name, its title; and
    where a dataset has one file and the sheet names one, it is that one under a new name.
    """
    wanted, free, found = list(files), list(resources), {}
    for is_same in (_has_key, _has_name, _has_title):
        for file in list(wanted):
            resource = next((one for one in free if is_same(file, one)), None)
            if resource is not None:
                found[file.row] = resource
                wanted.remove(file)
                free.remove(resource)
    imported = [one for one in free if one.get(KEY)]
    is_only = len(wanted) == len(imported) == len(resources) == 1
    if is_only and not wanted[0].key:
        found[wanted[0].row] = imported[0]
    return found


def recorded_key(file: FileEntry) -> str:
    """Return what is recorded with the resource of a file."""
    return (file.key or file.path)[-300:]


def _has_key(file: FileEntry, resource: Values) -> bool:
    return resource.get(KEY) == recorded_key(file)


def _has_name(file: FileEntry, resource: Values) -> bool:
    if file.key and resource.get(KEY):
        return False
    return resource.get("kanazawa_filename") == PurePosixPath(file.path).name


def _has_title(file: FileEntry, resource: Values) -> bool:
    if file.key and resource.get(KEY):
        return False
    title = (file.values.get("name_translated") or {}).get("ja")
    return bool(title) and (resource.get("name_translated") or {}).get("ja") == title


def known_hash(resource_id: str) -> str | None:
    """Return the SHA-256 of the newest file that came in, be it shown, held or taken back.

    What was taken back does not come again by itself.
    """
    for edition in Edition.newest_first(resource_id):
        if edition.source_url is None:
            return edition.sha256
    files = editions(resource_id)
    return files[0].hash if files else None
