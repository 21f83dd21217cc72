"""What a definition under `schemas/tables/` says, as objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["required", "recommended", "optional"]
Status = Literal["verified", "unverified", "placeholder"]
# Bases on which a level is sure enough for its absence to be an error.
SURE_BASES = ("official-2026", "official-2023")
# Every kind of value a field may have (`lib/tables/kinds/`), and the Table Schema type it has
# unless its definition says otherwise. Times are text, because 24:00 and 日の出 are right.
KIND_TYPES: Mapping[str, str] = {
    "text": "string",
    "multiline": "string",
    "kana": "string",
    "latin": "string",
    "identifier": "string",
    "integer": "integer",
    "number": "number",
    "presence": "boolean",
    "flag": "boolean",
    "choice": "string",
    "municipality-code": "string",
    "town-id": "string",
    "corporate-number": "string",
    "poi-code": "string",
    "school-code": "string",
    "postal-code": "string",
    "phone": "string",
    "email": "string",
    "url": "string",
    "date": "date",
    "time": "string",
    "weekdays": "string",
    "latitude": "number",
    "longitude": "number",
    "address": "string",
    "prefecture": "string",
    "municipality-name": "string",
    "licence": "string",
}


@dataclass(frozen=True)
class Field:
    """One column of a format.

    Attributes:
        name: the official Japanese heading, exactly.
        title: {"ja", "en"}: short label; ja is the heading.
        name_en: English name (camelCase or snake_case, as the standard or we write it).
        physical_name: of the definition sheet, where known.
        aliases: other spellings seen in files.
        kind: name of the kind of value (`lib/tables/kinds/`): "text", "date", "phone", ...
        type: Table Schema type ("string", "integer", "number", "boolean", "date", "time").
        level: 必須, 推奨 or 任意.
        level_basis: how that is known; only SURE_BASES make a missing value an error.
        pattern: regular expression of Table Schema's constraints, or None.
        choices: name of the code list in `schemas/choices/`, or None.
        values_verified: the values a cell may hold (有/無, the code list) are known from the
            standard; where False, another value is worth a hint, never an error.
        many: several values may stand in one cell, separated by ";".
        minimum, maximum: of numbers.
        unit: {"ja", "en"} or None.
        example: a value that is valid.
        description: {"ja", "en"}.
        rdf: property paths, as the standard or we give them.
        source: document, version, item.
        verified: this column is known to belong to the version.
        equals: in an older version, the name of the field of the current one that carries
            the same value; None where there is no single one.
        extra: every other key, as written.
    """

    name: str
    title: Mapping[str, str]
    name_en: str
    kind: str
    type: str
    level: Level
    level_basis: str
    description: Mapping[str, str]
    physical_name: str | None = None
    aliases: tuple[str, ...] = ()
    pattern: str | None = None
    choices: str | None = None
    values_verified: bool = True
    many: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: Mapping[str, str] | None = None
    example: str | None = None
    rdf: str | None = None
    source: str | None = None
    verified: bool = True
    equals: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Say whether the level is known from the standard itself."""
        return self.level_basis in SURE_BASES

    @property
    def must_be_filled(self) -> bool:
        """Say whether an empty cell is a fault: flags are empty where they do not apply."""
        return self.level == "required" and self.kind != "flag"


@dataclass(frozen=True)
class Version:
    """One version of a format: its columns in order, and the rules between them.

    Attributes:
        id: "current", or an older one's short name ("2019").
        title: {"ja", "en"}, as people call it.
        fields: in the order of the file.
        order_verified: the order of the columns is known.
        rules: rules between columns and rows, as written: each a mapping with `rule` (its
            name, `lib/tables/check/`) and that rule's own keys.
        source: document and version.
    """

    id: str
    title: Mapping[str, str]
    fields: tuple[Field, ...]
    order_verified: bool
    rules: tuple[Mapping[str, Any], ...]
    source: str

    def field(self, name: str) -> Field | None:
        """Return the field with this official heading."""
        return next((found for found in self.fields if found.name == name), None)


@dataclass(frozen=True)
class Format:
    """One recommended format.

    Attributes:
        id: the definition's file stem ("public-toilet").
        family: "national", "ishikawa" or "garbage5374" (the folder).
        number: of the national list ("13"), or None.
        title: {"ja", "en"}.
        status: "verified"; "unverified": columns that are not verified, never offered as
            following the standard, its template says 未確認; "placeholder": no columns yet.
        slug: of file names, `{code}_{slug}.csv`.
        versions: current first.
        former: old heading → new headings it became.
        standard: value of `schemas/choices/standards.yaml` that a dataset of it gets.
        sources, notes: as written.
        tie: how it is told from a format with the same headings, as written, or {}.
        path: "schemas/tables/national/public-toilet.yaml", for messages.
        extra: what only some definitions hold, as written: `national_mapping` (how the
            Ishikawa common format becomes the national one), `secondary_files` (columns of
            files that go with the table), `files` (of GTFS-JP), `number_verified`,
            `verified_against`.
    """

    id: str
    family: str
    number: str | None
    title: Mapping[str, str]
    status: Status
    slug: str
    versions: tuple[Version, ...]
    former: Mapping[str, tuple[str, ...]]
    standard: str | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    tie: Mapping[str, Any]
    path: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def current(self) -> Version:
        """Return the newest version."""
        return self.versions[0]

    def version(self, name: str) -> Version | None:
        """Return a version by its id."""
        return next((found for found in self.versions if found.id == name), None)
