"""Convert between the versions of a format, as its definition says."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.kanazawa.lib.tables.convert.engine import Rule, convert_by_rules
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.convert.rules.addresses import (
    AddressCompleted,
    AddressShortened,
    Parts,
)
from ckanext.kanazawa.lib.tables.convert.rules.bodies import BodySplit
from ckanext.kanazawa.lib.tables.convert.rules.columns import Copied, Joined
from ckanext.kanazawa.lib.tables.convert.rules.flags import ColumnsToList, ListToColumns
from ckanext.kanazawa.lib.tables.convert.rules.lists import Listed
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table


def convert(table: Table, recognition: Recognition, version: str) -> Converted:
    """Convert a table to another version of its format.

    To its own version it is only put in order: all columns, as the definition lists them.

    Args:
        table: best repaired first, so that values have the standard's writing.
        recognition: its format, version and columns.
        version: id of the version wanted ("current", "2019").

    Raises:
        FormatError: the table follows no format, the format has no such version, or neither
            version is the current one.
    """
    form, source = recognition.format, recognition.version
    if form is None or source is None:
        raise FormatError("conversion-without-format", file=table.origin.name)
    target = form.version(version)
    if target is None:
        known = ", ".join(found.id for found in form.versions)
        raise FormatError("version-unknown", format=form.id, name=version, known=known)
    headings = [field.name for field in target.fields]
    rules = _rules(form, source, target)
    return convert_by_rules(table, recognition.indexes, headings, rules)


def _rules(form: Format, source: Version, target: Version) -> list[Rule]:
    if source.id == target.id:
        return [Copied(field.name, field.name) for field in target.fields]
    if target is form.current:
        return _to_current(source, target)
    if source is form.current:
        return _to_former(source, target)
    raise FormatError("versions-not-neighbours", format=form.id, source=source.id, target=target.id)


def _to_current(former: Version, current: Version) -> list[Rule]:
    """Return the rules from a former version to the current one."""
    rules: list[Rule] = []
    address = _address_completed(former, current)
    if address:
        rules.append(address)
    joined: dict[str, list[str]] = {}
    for field in former.fields:
        if "joins" in field.extra:
            joined.setdefault(field.extra["joins"], []).append(field.name)
        elif "splits" in field.extra:
            rules.append(ListToColumns.named(field.name, _features(field, current)))
        elif field.equals and not (address and field.equals in address.writes):
            rules.append(_kept(field, _field(current, field.equals)))
    rules += [Joined(tuple(parts), whole) for whole, parts in joined.items()]
    return rules


def _to_former(current: Version, former: Version) -> list[Rule]:
    """Return the rules from the current version to a former one."""
    rules: list[Rule] = []
    address = _address_shortened(former, current)
    if address:
        rules.append(address)
    joined: dict[str, dict[str, str]] = {}
    for field in former.fields:
        if "joins" in field.extra:
            joined.setdefault(field.extra["joins"], {})[field.kind] = field.name
        elif "splits" in field.extra:
            rules.append(ColumnsToList.named(_features(field, current), field.name))
        elif field.equals and not (address and field.name in address.writes):
            rules.append(_kept(_field(current, field.equals), field))
    code = _body_code(former)
    for whole, parts in joined.items():
        rules.append(
            BodySplit(
                whole,
                code.equals if code else None,
                parts["prefecture"],
                parts["municipality-name"],
            )
        )
    return rules


def _features(former: Field, current: Version) -> list[Field]:
    """Return the columns a former column of lists was split into."""
    return [_field(current, name) for name in former.extra["splits"]]


def _kept(source: Field, target: Field) -> Rule:
    if target.choices and target.choices != source.choices:
        return Listed(source.name, target.name, target.choices)
    pattern = target.pattern if target.pattern != source.pattern else None
    return Copied(source.name, target.name, pattern)


def _address_completed(former: Version, current: Version) -> AddressCompleted | None:
    parts, by_target = _parts(current), _by_equals(former)
    body = {field.kind: field.name for field in former.fields if "joins" in field.extra}
    code = _body_code(former)
    if parts is None or parts.joined not in by_target or code is None or len(body) != 2:
        return None
    return AddressCompleted(
        address=by_target[parts.joined],
        building=by_target[parts.building],
        prefecture=body["prefecture"],
        municipality=body["municipality-name"],
        code=code.name,
        target=parts,
    )


def _address_shortened(former: Version, current: Version) -> AddressShortened | None:
    parts, by_target = _parts(current), _by_equals(former)
    if parts is None or parts.joined not in by_target:
        return None
    code = _body_code(former)
    return AddressShortened(
        parts,
        by_target[parts.joined],
        by_target[parts.building],
        code.equals if code else None,
    )


def _parts(current: Version) -> Parts | None:
    for rule in current.rules:
        if rule["rule"] == "address":
            return Parts.of(rule)
    return None


def _by_equals(former: Version) -> Mapping[str, str]:
    """Return heading of the current version → former heading of the same value."""
    return {field.equals: field.name for field in former.fields if field.equals}


def _body_code(former: Version) -> Field | None:
    """Return the former column of the publishing body's code."""
    found = (field for field in former.fields if field.kind == "municipality-code")
    return next(found, None)


def _field(version: Version, name: str) -> Field:
    field = version.field(name)
    if field is None:
        raise FormatError("column-unknown", version=version.id, column=name)
    return field
