"""Which conversion leads from what a table follows to what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.convert import garbage, ishikawa, versions
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import Changes, repair
from ckanext.kanazawa.lib.tables.table import Table

APP_FAMILY = "garbage5374"
# A file of a 5374 app and the national format that holds the same.
GARBAGE_PAIRS = (("5374-target", garbage.SEPARATION), ("5374-area-days", garbage.STATIONS))


class NoWayError(FormatError):
    """No conversion leads to the format that is wanted."""


@dataclass(frozen=True)
class Way:
    """A table on its way to another format.

    Attributes:
        converted: the result, with what it cannot carry.
        recognition: of the result.
        changes: what was mended first; read after the result was written.
    """

    converted: Converted
    recognition: Recognition
    changes: Callable[[], Changes]


def targets(source: Format, version: Version) -> list[tuple[Format, Version]]:
    """Return formats and versions that a table can be converted to, other versions first."""
    formats = load_formats()
    others = [
        known
        for known in source.versions
        if known.fields and known is not version and source.current in (known, version)
    ]
    found = [(source, known) for known in others]
    if source.id in ishikawa.FORMS:
        found += [_newest(formats[name]) for name in ishikawa.FORMS if name != source.id]
    return found + [_newest(formats[name]) for name in _garbage_counterparts(source.id)]


def _newest(found: Format) -> tuple[Format, Version]:
    return found, found.current


def _garbage_counterparts(name: str) -> Iterator[str]:
    for app, national in GARBAGE_PAIRS:
        if name in (app, national):
            yield national if name == app else app


def way_to(
    table: Table, recognition: Recognition, target: Format, version: Version, setting: Setting
) -> Way:
    """Mend what is certain, then convert: the rules know the standard's own writing.

    Raises:
        NoWayError: no conversion leads there.
        FormatError: the version has no conversion.
    """
    repaired = repair(table, recognition, setting=setting)
    form, own = recognition.format, recognition.version
    again = recognise(
        repaired.table, format=form.id if form else None, version=own.id if own else None
    )
    converted = _converted(repaired.table, again, target, version, setting)
    found = recognise(converted.table, format=target.id, version=version.id)
    return Way(converted, found, lambda: repaired.changes)


def way_by(table: Table, mapping: Mapping) -> Way:
    """Convert by a mapping, which carries the values as they are written.

    Raises:
        MappingError: it does not fit the table.
    """
    converted = mapping.apply(table)
    found = recognise(converted.table, format=mapping.format, version=mapping.version)
    return Way(converted, found, Changes)


def _converted(
    table: Table, recognition: Recognition, target: Format, version: Version, setting: Setting
) -> Converted:
    source = recognition.format
    code = setting.municipality
    if source is None:
        raise NoWayError("convert-unknown", file=table.origin.name, target=target.id)
    if source.id == target.id:
        return versions.convert(table, recognition, version.id)
    if {source.id, target.id} <= set(ishikawa.FORMS):
        return ishikawa.convert(
            table, recognition, target.id, version=version.id, municipality=code
        )
    found = None
    if target.id in _garbage_counterparts(source.id):
        found = _garbage(table, recognition, target, code)
    if found is None:
        raise _no_way(source, target)
    return found


def _garbage(
    table: Table, recognition: Recognition, target: Format, municipality: str | None
) -> Converted | None:
    if target.family == APP_FAMILY:
        return garbage.to_app(table, recognition)
    made = garbage.to_national([table], municipality=municipality)
    return {garbage.SEPARATION: made.separation, garbage.STATIONS: made.stations}[target.id]


def _no_way(source: Format, target: Format) -> NoWayError:
    """Say what the format can become, where it can become anything."""
    others = dict.fromkeys(found.id for found, _ in targets(source, source.current))
    known = ", ".join(name for name in others if name != source.id)
    code = "convert-other-way" if known else "convert-no-way"
    return NoWayError(code, source=source.id, target=target.id, known=known)
