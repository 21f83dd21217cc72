"""The table of an edition: as it came, and as it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ckan.model as model
from ckan.lib import files

from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.errors import FileError
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise, recognise_as
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import repair
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.files.scratch import scratch_folder
from ckanext.kanazawa.schemas.files.storage import storage_of
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.organizations import organization_extra


@dataclass(frozen=True)
class Content:
    """A table and what its columns are."""

    table: Table
    recognition: Recognition


@contextmanager
def original_file(edition: Edition) -> Iterator[Path]:
    """Give the original bytes as a file for as long as the context is open.

    Raises:
        FileError: the edition has no file, or the storage lost it.
    """
    storage, data = _stored(edition)
    with scratch_folder("table") as folder:
        path = folder / "original"
        with path.open("wb") as target:
            try:
                for chunk in chunks_of(storage.stream(data)):
                    target.write(chunk)
            except files.exc.MissingFileError as error:
                raise FileError("file-lost", file=edition.name) from error
        yield path


def has_original(edition: Edition) -> bool:
    """Say whether the original bytes of an edition are there."""
    try:
        storage, data = _stored(edition)
    except FileError:
        return False
    return storage.exists(data)


def _stored(edition: Edition) -> tuple[Any, files.FileData]:
    record = model.Session.get(model.File, edition.file_id) if edition.file_id else None
    storage = storage_of(record) if record else None
    if record is None or storage is None:
        raise FileError("file-lost", file=edition.name)
    return storage, files.FileData.from_object(record)


@contextmanager
def original_tables(edition: Edition) -> Iterator[list[Table]]:
    """Open the tables of an edition's file, as the choices tell to read it.

    Raises:
        FileError: it cannot be read as a table.
    """
    wishes: Mapping[str, Any] = edition.choices.get("read") or {}
    with original_file(edition) as path:
        yield open_tables(path, edition.name, **wishes)


def shown_table(edition: Edition, tables: list[Table]) -> Table:
    """Return the table of a file that its edition is about: of a workbook, one sheet."""
    return next((table for table in tables if table.origin.sheet == edition.sheet), tables[0])


@contextmanager
def original(edition: Edition) -> Iterator[Content]:
    """Open the table of an edition as it came, and recognise it.

    Raises:
        FileError: it cannot be read as a table.
        FormatError: the choices name a format or version that does not exist.
    """
    with original_tables(edition) as tables:
        yield recognised(shown_table(edition, tables), edition.choices)


@contextmanager
def published(edition: Edition) -> Iterator[Content]:
    """Open the table of an edition as it is published: mapped and repaired as was chosen.

    Raises:
        FileError, FormatError: as `original`.
        MappingError: the mapping does not fit the table.
    """
    choices = edition.choices
    with original(edition) as content:
        if choices.get("mapping"):
            mapping = ColumnMapping.of(choices["mapping"])
            converted = mapping.apply(content.table)
            content = recognised(
                converted.table, {"format": mapping.format, "version": mapping.version}
            )
        if choices.get("publish"):
            repaired = repair(
                content.table,
                content.recognition,
                switched_off=choices.get("switched_off") or (),
                agreed=choices.get("agreed") or (),
                setting=setting_of(edition),
            )
            content = recognised(repaired.table, choices, content.recognition)
        yield content


def recognised(
    table: Table, choices: Mapping[str, Any], before: Recognition | None = None
) -> Content:
    """Recognise a table, as the choices overrule it.

    Args:
        table: as read, mapped or repaired.
        choices: `format` and `version`; "" for no format.
        before: of the same columns before their headings were mended.
    """
    if before is not None and before.format is not None:
        columns = {index: field.name for index, field in before.columns.items()}
        version = before.version.id if before.version else None
        again = recognise(table, format=before.format.id, version=version, columns=columns)
        return Content(table, again)
    version = choices.get("version") or None
    return Content(table, recognise_as(table, choices.get("format"), version))


def setting_of(edition: Edition) -> Setting:
    """Return what the file does not tell: the publisher's municipality code."""
    if edition.owner_type != RESOURCE:
        return Setting()
    resource = model.Session.get(model.Resource, edition.owner_id)
    package = resource.package if resource else None
    organization = model.Group.get(package.owner_org) if package and package.owner_org else None
    return Setting(
        municipality=organization_extra(organization, "kanazawa_municipality_code") or None
    )
