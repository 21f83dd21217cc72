"""Read the definitions under `schemas/tables/`, once, and say clearly what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import PurePosixPath

from ckanext.kanazawa.lib.tables.errors import DefinitionError, FormatError
from ckanext.kanazawa.lib.tables.formats.definition import format_of
from ckanext.kanazawa.lib.tables.formats.document import Section, read_document
from ckanext.kanazawa.lib.tables.formats.model import Format

FAMILIES = ("national", "ishikawa", "garbage5374")


@cache
def load_formats() -> Mapping[str, Format]:
    """Read every definition, the national ones by number, then the others by name.

    Returns:
        id → Format.

    Raises:
        DefinitionError: a definition is wrong, or two share an id.
    """
    formats: dict[str, Format] = {}
    for path in _paths():
        found = _load(path)
        if found.id in formats:
            raise DefinitionError("definition-id-twice", file=path, other=formats[found.id].path)
        formats[found.id] = found
    order = sorted(formats.values(), key=lambda found: (found.number or "99", found.id))
    return {found.id: found for found in order}


def load_format(name: str) -> Format:
    """Return one format by its id, reading no other.

    Raises:
        FormatError: there is no such format; names those there are.
        DefinitionError: the definition is wrong.
    """
    for path in _paths():
        if PurePosixPath(path).stem == name:
            return _load(path)
    known = ", ".join(PurePosixPath(path).stem for path in _paths())
    raise FormatError("format-unknown", name=name, known=known)


@cache
def _paths() -> tuple[str, ...]:
    """Return the path of every definition, as messages name it."""
    tables = resources.files("ckanext.kanazawa.definitions") / "tables"
    return tuple(
        f"schemas/tables/{family}/{name}"
        for family in FAMILIES
        for name in sorted(entry.name for entry in (tables / family).iterdir())
        if name.endswith(".yaml")
    )


def _read(path: str) -> Section:
    definitions = resources.files("ckanext.kanazawa.definitions")
    entry = definitions.joinpath(*PurePosixPath(path).parts[1:])
    return read_document(path, entry.read_text(encoding="utf-8"))


@cache
def _load(path: str) -> Format:
    return format_of(_read(path), PurePosixPath(path).parent.name, _base)


def _base(path: str, name: str) -> Section:
    """Return the definition another one extends."""
    for candidate in _paths():
        if PurePosixPath(candidate).stem == name:
            return _read(candidate)
    raise DefinitionError("definition-base-unknown", file=path, base=name)
