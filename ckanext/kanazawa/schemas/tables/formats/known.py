"""Formats as the portal's pages and addresses name them."""

from __future__ import annotations

import dataclasses
from functools import cache

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version

# A ZIP of several files: known, though it has no columns of its own.
FEED = "gtfs-jp"


def require_format(name: object) -> Format:
    """Return a format by its id.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    found = load_formats().get(name) if isinstance(name, str) else None
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such table format."))
    return found


def require_version(found: Format, name: object) -> Version:
    """Return a version by its id, the current one for none.

    Raises:
        tk.ObjectNotFound: the format has no such version.
    """
    if name in (None, ""):
        return found.current
    version = found.version(name) if isinstance(name, str) else None
    if version is None:
        raise tk.ObjectNotFound(tk._("This table format has no such version."))
    return version


def as_version(found: Format, version: Version) -> Format:
    """Return the format as if the version were its only one, for what makes files of it."""
    return dataclasses.replace(found, versions=(version,))


def standing_of(found: Format) -> str:
    """Return "verified", "unverified", "placeholder" or "feed" (files instead of columns)."""
    return "feed" if found.id == FEED else found.status


def families() -> list[tuple[Choice, list[Format]]]:
    """Return the families in their order, each with its formats."""
    formats = load_formats().values()
    return [
        (family, [found for found in formats if found.family == family.value])
        for family in load_choices("table_families").values()
    ]


@cache
def codelists() -> dict[str, list[Format]]:
    """Return name of each code list → formats with a column that uses it."""
    used: dict[str, list[Format]] = {}
    for found in load_formats().values():
        fields = (field for version in found.versions for field in version.fields)
        for name in dict.fromkeys(field.choices for field in fields if field.choices):
            used.setdefault(name, []).append(found)
    return used


def codelist_title(name: str) -> str:
    """Return a code list's name as its pages show it: the columns that use it."""
    headings: dict[str, None] = {}
    for found in codelists()[name]:
        for field in found.current.fields:
            if field.choices == name:
                heading = field.name if tk.h.kanazawa_language() == "ja" else field.title["en"]
                headings.setdefault(heading)
    return next(iter(headings), name)
