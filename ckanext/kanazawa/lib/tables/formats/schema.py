"""Make a Frictionless Table Schema out of a format, for programs of others."""

from __future__ import annotations

from typing import Any

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version

# What a right cell of a kind looks like, as far as Table Schema can say it. Check digits
# and the like are beyond it: `lib/tables/check` finds those.
KIND_CONSTRAINTS: dict[str, dict[str, Any]] = {
    "identifier": {"pattern": "^[A-Za-z0-9_-]+$"},
    "municipality-code": {"pattern": "^[0-9]{6}$"},
    "town-id": {"pattern": "^([0-9]{7}|[0-9]{4}-[0-9]{3})$"},
    "corporate-number": {"pattern": "^[0-9]{13}$"},
    "poi-code": {"pattern": "^[0-9]{4}$"},
    "school-code": {"pattern": "^[A-Z][0-9]{12}$"},
    "postal-code": {"pattern": "^[0-9]{3}-?[0-9]{4}$"},
    "phone": {"pattern": "^[0-9()+-]+$"},
    "time": {"pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00|日の出|日没)$"},
    "weekdays": {"pattern": "^月?火?水?木?金?土?日?$"},
    # Bounds of Japan, rounded outwards.
    "latitude": {"minimum": 20, "maximum": 46},
    "longitude": {"minimum": 122, "maximum": 154},
}
KIND_FORMATS = {"url": "uri", "email": "email"}


def table_schema(found: Format, version: str | None = None) -> dict[str, Any]:
    """Return the Table Schema of a format, valid for any Frictionless tool.

    Args:
        found: the format.
        version: id of one of its versions; None takes the current one.

    Returns:
        `name`, `title`, `fields`, `missingValues`, and our keys: `title_en`, `version`,
        `status`, `source`; per field `title_en`, `name_en`, `physical_name` (where known),
        `description_en`, `kind`, `level`, `level_basis`, `unit`.

    Raises:
        FormatError: the format has no such version.
    """
    chosen = version_of(found, version)
    unique = {
        rule["columns"][0]
        for rule in chosen.rules
        if rule["rule"] == "unique" and len(rule["columns"]) == 1
    }
    return {
        "name": found.id,
        "title": found.title["ja"],
        "title_en": found.title["en"],
        "version": {"id": chosen.id, **{f"title_{k}": v for k, v in chosen.title.items()}},
        "status": found.status,
        "source": chosen.source,
        "fields": [_field(field, field.name in unique) for field in chosen.fields],
        "missingValues": [""],
    }


def version_of(found: Format, version: str | None) -> Version:
    """Return a version by its id, the current one for None.

    Raises:
        FormatError: there is no such version; names those there are.
    """
    chosen = found.current if version is None else found.version(version)
    if chosen is None:
        known = ", ".join(one.id for one in found.versions)
        raise FormatError("version-unknown", format=found.id, name=version, known=known)
    return chosen


def _field(field: Field, unique: bool) -> dict[str, Any]:
    described = {
        "name": field.name,
        "type": field.type,
        "format": KIND_FORMATS.get(field.kind) if not field.many else None,
        "title": field.title["ja"],
        "title_en": field.title["en"],
        "name_en": field.name_en,
        "physical_name": field.physical_name,
        "description": field.description["ja"],
        "description_en": field.description["en"],
        "constraints": _constraints(field, unique),
        "trueValues": field.extra.get("trueValues"),
        "falseValues": field.extra.get("falseValues"),
        "rdfType": field.extra.get("rdfType"),
        "example": field.example,
        "kind": field.kind,
        "level": field.level,
        "level_basis": field.level_basis,
        "unit": dict(field.unit) if field.unit else None,
    }
    return {key: value for key, value in described.items() if value not in (None, {})}


def _constraints(field: Field, unique: bool) -> dict[str, Any]:
    """Return the constraints, leaving out those nobody can be sure of."""
    found: dict[str, Any] = {} if field.many else dict(KIND_CONSTRAINTS.get(field.kind, {}))
    own = {"pattern": field.pattern, "minimum": field.minimum, "maximum": field.maximum}
    found.update({key: value for key, value in own.items() if value is not None})
    if field.choices and field.values_verified and not field.many:
        found["enum"] = list(load_choices(field.choices))
    if field.is_sure and field.must_be_filled:
        found["required"] = True
    if unique:
        found["unique"] = True
    return found
