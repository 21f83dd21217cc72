"""Read the fields of a definition: those of the current version, and those of older ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, get_args

from ckanext.kanazawa.lib.tables.formats.document import Section
from ckanext.kanazawa.lib.tables.formats.model import KIND_TYPES, SURE_BASES, Field, Level

LEVELS = get_args(Level)
BASES = (*SURE_BASES, "old-standard", "pattern-03-13", "inferred", "unknown")
TYPES = ("string", "integer", "number", "boolean", "date")
# Keys of ours and of Table Schema that become attributes of `Field`.
READ = {
    *("name", "title_en", "name_en", "physical_name", "aliases", "kind", "type", "choices"),
    *("values_verified", "many", "unit", "constraints", "level", "level_basis", "verified"),
    *("description", "description_en", "rdf", "rdfType", "example", "source", "equals"),
}
# Keys that are kept in `Field.extra`.
KEPT = {
    "format": "of Table Schema",
    "trueValues": "of Table Schema",
    "falseValues": "of Table Schema",
    "note": "for whoever reads the definition",
    "joins": "older version: the current field this one is a part of, in the order they stand",
    "splits": "older version: the current fields this one was divided into",
    "repeats": "another heading that files wrongly repeat here; the position decides",
}
CONSTRAINTS = ("required", "pattern", "minimum", "maximum", "unique")


def field_of(section: Section, basis: str, source: str) -> Field:
    """Read one field of the current version.

    Args:
        section: the field, its place set.
        basis: `level_basis` of the version, for fields without one of their own.
        source: of the version.

    Raises:
        DefinitionError: a key is missing, misspelt or holds what it must not.
    """
    section.allow({*READ, *KEPT})
    name = section.text("name")
    kind = section.one_of("kind", KIND_TYPES, "text")
    level = section.one_of("level", LEVELS, "optional")
    constraints = _constraints(section)
    found = Field(
        name=name,
        title={"ja": name, "en": section.text("title_en")},
        name_en=section.text("name_en"),
        physical_name=section.optional_text("physical_name"),
        aliases=section.texts("aliases"),
        kind=kind,
        type=section.one_of("type", TYPES, "string"),
        level=level,
        level_basis=section.one_of("level_basis", BASES, basis),
        pattern=constraints.optional_text("pattern"),
        minimum=constraints.number("minimum"),
        maximum=constraints.number("maximum"),
        choices=section.optional_text("choices"),
        values_verified=section.truth("values_verified", True),
        many=section.truth("many", False),
        unit=_unit(section),
        example=section.optional_text("example"),
        description={lang: section.text(key) for lang, key in _DESCRIPTIONS.items()},
        rdf=section.optional_text("rdf"),
        source=section.text("source", source),
        verified=section.truth("verified", True),
        equals=section.optional_text("equals"),
        extra=_extra(section),
    )
    _agree(section, found)
    return found


_DESCRIPTIONS = {"ja": "description", "en": "description_en"}


def older_field_of(
    section: Section, current: Mapping[str, Field], basis: str, source: str
) -> Field:
    """Read one field of an older version.

    What it does not say itself it takes from the current field it equals: the one named in
    `equals`, or the one with the same heading. Its level is always its own.

    Raises:
        DefinitionError: as for `field_of`, or `equals` names no current field.
    """
    name = section.text("name")
    equals = section.optional_text("equals") or (name if name in current else None)
    if equals is None:
        return field_of(section, basis, source)
    if equals not in current:
        raise section.error("definition-column-unknown", key="equals", column=equals)
    heir = current[equals]
    own = Section(section.file, {**_as_keys(heir), **section.keys}, section.place)
    level = {"level": section.keys.get("level", "optional")}
    own = Section(section.file, {**own.keys, **level, "equals": equals}, section.place)
    found = field_of(own, basis, source)
    aliases = dict.fromkeys((*section.texts("aliases"), *heir.aliases))
    return replace(found, aliases=tuple(alias for alias in aliases if alias != name))


def _as_keys(heir: Field) -> dict[str, Any]:
    """Return what an older field takes over, as a definition would write it."""
    limits = {"pattern": heir.pattern, "minimum": heir.minimum, "maximum": heir.maximum}
    keys = {
        "title_en": heir.title["en"],
        "name_en": heir.name_en,
        "kind": heir.kind,
        "type": heir.type,
        "choices": heir.choices,
        "values_verified": heir.values_verified,
        "many": heir.many,
        "unit": heir.unit,
        "example": heir.example,
        "description": heir.description["ja"],
        "description_en": heir.description["en"],
        "rdf": heir.rdf,
        "constraints": {key: value for key, value in limits.items() if value is not None},
    }
    kept = {key: value for key, value in heir.extra.items() if key != "note"}
    return {key: value for key, value in {**keys, **kept}.items() if value is not None}


def _constraints(section: Section) -> Section:
    constraints = section.section("constraints")
    constraints.allow(CONSTRAINTS)
    return constraints


def _unit(section: Section) -> Mapping[str, str] | None:
    unit = section.section("unit")
    return {lang: unit.text(lang) for lang in ("ja", "en")} if unit.keys else None


def _extra(section: Section) -> dict[str, Any]:
    kept = {key: value for key, value in section.keys.items() if key in KEPT}
    if "rdfType" in section.keys:
        kept["rdfType"] = section.text("rdfType")
    if section.section("constraints").truth("unique", False):
        kept["unique"] = True
    return kept


def _agree(section: Section, found: Field) -> None:
    """Check what no single key shows."""
    natural = KIND_TYPES[found.kind]
    if found.type not in (natural, "string") or (found.type != natural and natural != "boolean"):
        raise section.error(
            "definition-type-and-kind", type=found.type, kind=found.kind, natural=natural
        )
    if (found.kind == "choice") != (found.choices is not None):
        raise section.error("definition-choices-and-kind", key="choices")
    if found.choices is not None and not _choice_list(found.choices).is_file():
        raise section.error("definition-choices-unknown", value=found.choices)
    required = section.section("constraints").truth("required", False)
    if required and not (found.is_sure and found.must_be_filled):
        raise section.error(
            "definition-required-unsure", basis=found.level_basis, sure=", ".join(SURE_BASES)
        )


def _choice_list(name: str):
    return resources.files("ckanext.kanazawa.definitions") / "choices" / f"{name}.yaml"
