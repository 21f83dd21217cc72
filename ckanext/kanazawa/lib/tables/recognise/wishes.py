"""What a user says a table is, checked against the formats there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.lib.tables.recognise.index import Index


@dataclass(frozen=True)
class Wish:
    """What a user chose; None where it was left to us."""

    family: str | None = None
    format: Format | None = None
    version: str | None = None


def wish(family: str | None, name: str | None, version: str | None) -> Wish:
    """Check what a user chose.

    Raises:
        FormatError: there is no such family, format or version; names those there are.
    """
    families = {found.family for found in load_formats().values()}
    if family is not None and family not in families:
        raise FormatError("family-unknown", name=family, known=", ".join(sorted(families)))
    chosen = load_format(name) if name is not None else None
    if chosen is not None and version is not None and chosen.version(version) is None:
        raise _no_version(chosen, version)
    return Wish(family, chosen, version)


def allowed_entries(known: Index, wanted: Wish) -> set[int]:
    """Return the numbers of the versions that the user's choice leaves."""
    return {
        number
        for number, entry in enumerate(known.entries)
        if (wanted.family is None or entry.format.family == wanted.family)
        and (wanted.format is None or entry.format.id == wanted.format.id)
        and (wanted.version is None or entry.version.id == wanted.version)
    }


def wanted_fields(
    columns: Mapping[int, str], width: int, found: Format | None, version: Version | None
) -> dict[int, Field | None]:
    """Return column → field a user matched it to, None where it shall be no field.

    Args:
        columns: 0-based column → official heading, or "" for no field.
        width: number of columns of the table.
        found: format the headings belong to.
        version: of that format.

    Raises:
        FormatError: no format is known, there is no such column, or no such heading in it.
    """
    if columns and (found is None or version is None):
        raise FormatError("columns-without-format")
    fields: dict[int, Field | None] = {}
    for column, heading in columns.items():
        if not 0 <= column < width:
            raise FormatError("column-out-of-range", number=column + 1, width=width)
        field = version.field(heading) if version and heading else None
        if heading and field is None:
            assert found is not None and version is not None
            raise FormatError(
                "heading-not-in-format",
                heading=heading,
                format=found.title,
                version=version.title,
                known="、".join(known.name for known in version.fields),
            )
        fields[column] = field
    return fields


def _no_version(found: Format, name: str) -> FormatError:
    known = ", ".join(version.id for version in found.versions)
    return FormatError("version-unknown", name=name, format=found.id, known=known)
