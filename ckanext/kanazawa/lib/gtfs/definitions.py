"""What the files of a feed hold, read from `schemas/gtfs/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from ckanext.kanazawa.lib.yamltext import read_yaml

Presence = Literal["required", "conditional", "optional"]
Basis = Literal["gtfs", "gtfs-jp"]
# Files every feed has; a ZIP with most of them is meant to be one.
CORE_FILES = ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt")


@dataclass(frozen=True)
class CellKind:
    """What a cell of a kind looks like.

    Attributes:
        pattern: regular expression, None where anything goes.
        code: of the finding on a cell that is different.
    """

    pattern: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a file.

    Attributes:
        name: heading.
        title: {"ja", "en"}.
        kind: key of `Definitions.kinds`.
        presence: "conditional" with `unless`: other column → values with which it may be empty.
        basis: who says that it is required.
        values: the only ones allowed.
        references: (file, column) in one of which the value must stand.
    """

    name: str
    title: Mapping[str, str]
    kind: str
    presence: Presence = "optional"
    basis: Basis = "gtfs"
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FileSpec:
    """One file of a feed.

    Attributes:
        name: "stops.txt".
        title: {"ja", "en"}.
        columns: name → column.
        presence, basis: as of columns.
        key: columns that together name a row; () where rows have no name.
        japan_only: part of the Japanese additions.
    """

    name: str
    title: Mapping[str, str]
    columns: Mapping[str, ColumnSpec]
    presence: Presence = "optional"
    basis: Basis = "gtfs"
    key: tuple[str, ...] = ()
    japan_only: bool = False


@dataclass(frozen=True)
class Definitions:
    """All of it.

    Attributes:
        files: name → file, in the order people read them.
        others: files of GTFS that are not looked into.
        kinds: name → kind of cell.
    """

    files: Mapping[str, FileSpec]
    others: frozenset[str]
    kinds: Mapping[str, CellKind]


@cache
def definitions() -> Definitions:
    """Read the definitions once."""
    files = _document("files.yaml")
    kinds = _document("kinds.yaml")["kinds"]
    specs = [_file(entry) for entry in files["files"]]
    return Definitions(
        {spec.name: spec for spec in specs},
        frozenset(files["others"]),
        {name: CellKind(**entry) for name, entry in kinds.items()},
    )


def _document(name: str) -> Any:
    path = resources.files("ckanext.kanazawa.definitions") / "gtfs" / name
    return read_yaml(path.read_text(encoding="utf-8"))


def _file(entry: dict[str, Any]) -> FileSpec:
    columns = [_column(field) for field in entry["fields"]]
    return FileSpec(
        name=entry["file"],
        title={"ja": entry["ja"], "en": entry["en"]},
        columns={column.name: column for column in columns},
        presence=entry.get("presence", "optional"),
        basis=entry.get("basis", "gtfs"),
        key=tuple(entry.get("key", ())),
        japan_only=entry.get("japan_only", False),
    )


def _column(entry: dict[str, Any]) -> ColumnSpec:
    references = (reference.split(":") for reference in entry.get("references", ()))
    return ColumnSpec(
        name=entry["name"],
        title={"ja": entry["ja"], "en": entry["en"]},
        kind=entry["kind"],
        presence=entry.get("presence", "optional"),
        basis=entry.get("basis", "gtfs"),
        unless={name: tuple(values) for name, values in entry.get("unless", {}).items()},
        values=tuple(entry.get("values", ())),
        references=tuple((file, column) for file, column in references),
    )
