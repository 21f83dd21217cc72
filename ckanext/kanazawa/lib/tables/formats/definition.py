"""Read one definition as a `Format`, saying what is wrong in it, where, and what instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, get_args

from ckanext.kanazawa.lib.tables.formats.document import Section
from ckanext.kanazawa.lib.tables.formats.fields import BASES, field_of, older_field_of
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Status, Version
from ckanext.kanazawa.lib.tables.formats.rules import carried_over, rules_of

# Keys that are kept in `Format.extra`.
KEPT = ("number_verified", "verified_against", "secondary_files", "national_mapping", "files")
TOP_KEYS = {
    *("title_ja", "title_en", "number", "status", "slug", "standard", "version", "source"),
    *("order_verified", "level_basis", "sources", "notes", "tie", "older_headers", "rules"),
    *("fields", "older_versions", "extends", "missingValues", "primaryKey", *KEPT),
}
OLDER_KEYS = {
    *("id", "title_ja", "title_en", "level_basis", "order_verified", "source", "sources"),
    *("notes", "rules", "fields"),
}
Base = Callable[[str, str], Section]


def format_of(document: Section, family: str, base: Base) -> Format:
    """Make a format out of a definition.

    Args:
        document: the definition.
        family: its folder.
        base: finds the definition this one extends, by path and name.

    Raises:
        DefinitionError: names file, place, what is wrong and what is expected.
    """
    document.allow(TOP_KEYS)
    status: Status = document.one_of("status", get_args(Status))
    current = _current(document, base)
    if (status == "placeholder") != (not current.fields):
        raise document.error("definition-placeholder", status=status, fields=len(current.fields))
    names = {field.name for field in current.fields}
    return Format(
        id=PurePosixPath(document.file).stem,
        family=family,
        number=document.optional_text("number"),
        title=document.both("title"),
        status=status,
        slug=document.text("slug"),
        versions=(current, *_older(document, current)),
        former=_former(document, names),
        standard=document.optional_text("standard"),
        sources=document.texts("sources"),
        notes=document.texts("notes"),
        tie=document.section("tie").keys,
        path=document.file,
        extra={key: value for key, value in document.keys.items() if key in KEPT},
    )


def _current(document: Section, base: Base) -> Version:
    inherited: tuple[Field, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    if "extends" in document.keys:
        source = _current(base(document.file, document.text("extends")), base)
        inherited, rules = source.fields, source.rules
    basis = document.one_of("level_basis", BASES)
    own = _fields(document, basis)
    fields = inherited + own
    _distinct(document, fields)
    names = {field.name for field in fields}
    _primary_key(document, names)
    return Version(
        id="current",
        title=document.section("version").both("title"),
        fields=fields,
        order_verified=document.truth("order_verified", True),
        rules=rules + _unique(own) + rules_of(document, names),
        source=document.text("source"),
    )


def _unique(fields: tuple[Field, ...]) -> tuple[Mapping[str, Any], ...]:
    """Return the rules that follow from Table Schema's own constraint."""
    return tuple(
        {"rule": "unique", "columns": [field.name]} for field in fields if field.extra.get("unique")
    )


def _fields(document: Section, basis: str) -> tuple[Field, ...]:
    source = document.text("source")
    return tuple(
        field_of(section.at(_field_place(number, section)), basis, source)
        for number, section in enumerate(document.sections("fields"), start=1)
    )


def _older(document: Section, current: Version) -> list[Version]:
    known = {field.name: field for field in current.fields}
    return [
        _older_version(section, known, current) for section in document.sections("older_versions")
    ]


def _older_version(section: Section, known: Mapping[str, Field], current: Version) -> Version:
    section.allow(OLDER_KEYS)
    version = section.text("id")
    basis = section.one_of("level_basis", BASES)
    source = section.text("source")
    fields = tuple(
        older_field_of(part.at(_field_place(number, part, version)), known, basis, source)
        for number, part in enumerate(section.sections("fields"), start=1)
    )
    _distinct(section, fields)
    names = {field.equals: field.name for field in fields if field.equals}
    if "rules" in section.keys:
        rules = rules_of(section, {field.name for field in fields})
    else:
        rules = carried_over(current.rules, names)
    return Version(
        id=version,
        title=section.both("title"),
        fields=fields,
        order_verified=section.truth("order_verified", True),
        rules=rules,
        source=source,
    )


def _field_place(number: int, section: Section, version: str | None = None) -> dict[str, str]:
    name = section.keys.get("name", "?")
    where = {"ja": f"列{number}「{name}」", "en": f"field {number} ({name})"}
    if version:
        return {
            "ja": f"旧版 {version} の{where['ja']}",
            "en": f"{where['en']} of version {version}",
        }
    return where


def _distinct(section: Section, fields: tuple[Field, ...]) -> None:
    """Check that a heading leads to one column: no name twice, no alias that is taken."""
    owners: dict[str, str] = {}
    for field in fields:
        if field.name in owners:
            raise section.error("definition-field-twice", column=field.name)
        owners[field.name] = field.name
    for field in fields:
        for alias in field.aliases:
            owner = owners.setdefault(alias, field.name)
            if owner != field.name:
                raise section.error(
                    "definition-alias-taken", alias=alias, column=field.name, owner=owner
                )


def _primary_key(document: Section, names: set[str]) -> None:
    for column in document.texts("primaryKey"):
        if column not in names:
            raise document.error("definition-column-unknown", key="primaryKey", column=column)


def _former(document: Section, names: set[str]) -> dict[str, tuple[str, ...]]:
    """Return old heading → new headings, each of which must be a column."""
    former = {}
    for old, new in document.section("older_headers").keys.items():
        headings = tuple(new) if isinstance(new, list) else (new,)
        for heading in headings:
            if heading not in names:
                raise document.error(
                    "definition-column-unknown", key="older_headers", column=heading
                )
        former[str(old)] = headings
    return former
