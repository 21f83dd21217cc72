"""Formats, versions and columns as plain values, for the API and the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.ways import targets
from ckanext.kanazawa.lib.tables.formats.dictionary import cell_form, standing
from ckanext.kanazawa.lib.tables.formats.differences import differences
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.schemas.tables.formats.known import standing_of

LANGUAGES = ("ja", "en")
# File under the format's address → what it is, as views and pages name it.
FILES = {
    "template.csv": "text/csv",
    "template.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "schema.json": "application/json",
    "dictionary.csv": "text/csv",
}


def entry(found: Format, datasets: int) -> dict[str, Any]:
    """Return a format as the list shows it.

    Args:
        found: the format.
        datasets: how many public datasets follow it here.
    """
    return {
        "id": found.id,
        "family": found.family,
        "number": found.number,
        "title": dict(found.title),
        "purpose": dict(load_choices("table_purposes")[found.id].label),
        "status": standing_of(found),
        "slug": found.slug,
        "standard": found.standard,
        "columns": len(found.current.fields),
        "versions": [version.id for version in found.versions],
        "datasets": datasets,
        "url": tk.url_for("kanazawa_tables_formats.show", name=found.id, _external=True),
    }


def whole(found: Format, version: Version) -> dict[str, Any]:
    """Return what there is to know about one version of a format."""
    return {
        "standing": {language: standing(found, language) for language in LANGUAGES},
        "version": version.id,
        "version_title": dict(version.title),
        "source": version.source,
        "sources": list(found.sources),
        "order_verified": version.order_verified,
        "fields": [column(field) for field in version.fields],
        "differences": {
            older.id: [_both(change.text) for change in differences(found, older.id)]
            for older in found.versions[1:]
        },
        "converts_to": [_target(*way) for way in targets(found, version)],
        "converts_from": _origins(found),
        "files": _files(found, version),
    }


def column(field: Field) -> dict[str, Any]:
    """Return one column."""
    return {
        "name": field.name,
        "title": dict(field.title),
        "name_en": field.name_en,
        "physical_name": field.physical_name,
        "kind": field.kind,
        "type": field.type,
        "written_as": {language: cell_form(field, language) for language in LANGUAGES},
        "level": field.level,
        "level_basis": field.level_basis,
        "level_is_sure": field.is_sure,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "unit": dict(field.unit) if field.unit else None,
        "many": field.many,
        "choices": field.choices,
        "example": field.example,
        "description": dict(field.description),
        "verified": field.verified,
    }


def _both(text: Any) -> Mapping[str, str]:
    return {language: text(language) for language in LANGUAGES}


def _target(found: Format, version: Version) -> dict[str, Any]:
    return {"format": found.id, "version": version.id, "title": dict(found.title)}


def _origins(found: Format) -> list[dict[str, Any]]:
    """Return the formats and versions that can be converted to the current one."""
    return [
        _target(source, version)
        for source in load_formats().values()
        for version in source.versions
        if (found, found.current) in targets(source, version)
    ]


def _files(found: Format, version: Version) -> dict[str, str]:
    if not version.fields:
        return {}
    older = {} if version is found.current else {"version": version.id}
    return {
        name: tk.url_for(
            "kanazawa_tables_formats.file", name=found.id, file=name, _external=True, **older
        )
        for name in FILES
    }
