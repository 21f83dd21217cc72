"""A column mapping: which column of an own layout is which of a format, kept to be used again."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.kanazawa.lib.tables.convert.engine import (
    Rule,
    convert_by_rules,
    unique_headings,
)
from ckanext.kanazawa.lib.tables.convert.mapping.alike import alike
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.convert.rules.columns import (
    Constant,
    Copied,
    Joined,
    Mapped,
    Parted,
)
from ckanext.kanazawa.lib.tables.convert.rules.flags import ListToColumns, mark_of
from ckanext.kanazawa.lib.tables.errors import MappingError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.model import Version
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.text.folding import fold


@dataclass(frozen=True)
class Join:
    """Own columns that are written one after the other.

    Attributes:
        of: own headings, in order.
        between: what stands between them.
    """

    of: tuple[str, ...]
    between: str = ""


@dataclass(frozen=True)
class Split:
    """An own column that becomes several.

    Attributes:
        at: what parts its cells.
        into: official headings the parts go to, in order; or
        words: word → official heading that is marked where the word stands.
    """

    at: str
    into: tuple[str, ...] = ()
    words: MappingOf[str, str] = field(default_factory=dict)

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the official headings it fills."""
        return self.into or tuple(dict.fromkeys(self.words.values()))


@dataclass(frozen=True)
class Mapping:
    """How the columns of one layout become those of a format.

    An own column is named by its heading; the second of the same name is "名称 (2)", a column
    without heading its number in brackets: "(3)".

    Attributes:
        format, version: what it leads to.
        columns: own heading → official heading.
        constants: official heading → what stands there in every row.
        joins: official heading → own columns.
        splits: own heading → official headings.
        values: official heading → own word → standard value.
        dropped: own headings that are left out on purpose.
    """

    format: str
    version: str = "current"
    columns: MappingOf[str, str] = field(default_factory=dict)
    constants: MappingOf[str, str] = field(default_factory=dict)
    joins: MappingOf[str, Join] = field(default_factory=dict)
    splits: MappingOf[str, Split] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    @classmethod
    def load(cls, source: str | bytes | Path) -> Mapping:
        """Read a mapping from YAML or JSON; see `document.read_mapping`."""
        from ckanext.kanazawa.lib.tables.convert.mapping.document import read_mapping

        return read_mapping(source)

    @classmethod
    def of(cls, document: MappingOf[str, Any]) -> Mapping:
        """Make a mapping of a document as JSON gives it; see `document.mapping_of`."""
        from ckanext.kanazawa.lib.tables.convert.mapping.document import mapping_of

        return mapping_of(document)

    def dump(self, form: str = "yaml") -> str:
        """Return the mapping as "yaml" or "json", to be kept and used again."""
        from ckanext.kanazawa.lib.tables.convert.mapping.document import write_mapping

        return write_mapping(self, form)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the own headings that are carried over."""
        joined = [name for join in self.joins.values() for name in join.of]
        return tuple(dict.fromkeys([*self.columns, *joined, *self.splits]))

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the official headings that are filled, one that is filled twice twice."""
        parts = [name for split in self.splits.values() for name in split.targets]
        return (*self.columns.values(), *self.constants, *self.joins, *parts)

    def problems(self, table: Table | None = None) -> tuple[MappingError, ...]:
        """Return all that keeps the mapping from being used.

        Args:
            table: also look whether it has the columns the mapping needs.

        Raises:
            FormatError: there is no such format.
            MappingError: the format has no such version.
        """
        found = [*self._target_problems(), *self._source_problems()]
        if table is not None:
            found += self._table_problems(table)
        return tuple(found)

    def left(self, table: Table) -> tuple[str, ...]:
        """Return the headings of a table that the mapping neither uses nor drops."""
        known = {_key(name) for name in (*self.sources, *self.dropped)}
        return tuple(name for name in unique_headings(table.headings) if _key(name) not in known)

    def columns_in(self, table: Table) -> dict[int, str]:
        """Return 0-based column → official heading, "" where the mapping gives it none.

        Raises:
            MappingError: the table lacks a column of the mapping.
        """
        for problem in self.problems(table):
            raise problem
        wanted = {_key(own): official for own, official in self.columns.items()}
        names = unique_headings(table.headings)
        return {index: wanted.get(_key(name), "") for index, name in enumerate(names)}

    def apply(self, table: Table) -> Converted:
        """Convert a table of this layout; the next edition of the file as well.

        Raises:
            FormatError: there is no such format.
            MappingError: the mapping does not fit the format or the table; the first problem.
        """
        for problem in self.problems(table):
            raise problem
        version = self._version()
        headings = [found.name for found in version.fields]
        places = _places(table)
        columns = {
            name: places[_key(name)]
            for name in (*self.sources, *self.dropped)
            if _key(name) in places
        }
        losses_of_dropped = _Dropped(tuple(name for name in self.dropped if name in columns))
        rules = [*self._rules(version), losses_of_dropped]
        return convert_by_rules(table, columns, headings, rules)

    def _rules(self, version: Version) -> list[Rule]:
        rules: list[Rule] = []
        for own, official in self.columns.items():
            words = self.values.get(official)
            rules.append(Mapped(own, official, words) if words else Copied(own, official))
        rules += [Constant(value, official) for official, value in self.constants.items()]
        rules += [Joined(join.of, official, join.between) for official, join in self.joins.items()]
        for own, split in self.splits.items():
            if split.into:
                rules.append(Parted(own, split.into, split.at))
            else:
                rules.append(ListToColumns(own, split.words, _marks(split, version), split.at))
        return rules

    def _version(self) -> Version:
        form = load_format(self.format)
        version = form.version(self.version)
        if version is None:
            known = ", ".join(found.id for found in form.versions)
            raise MappingError(
                "mapping-version-unknown", format=self.format, name=self.version, known=known
            )
        return version

    def _target_problems(self) -> list[MappingError]:
        known = [found.name for found in self._version().fields]
        wanted = (*self.targets, *self.values)
        problems = [
            _unknown("mapping-target-unknown", name, known, format=self.format)
            for name in dict.fromkeys(wanted)
            if name not in known
        ]
        twice = {name for name in self.targets if self.targets.count(name) > 1}
        problems += [MappingError("mapping-target-twice", column=name) for name in sorted(twice)]
        return problems

    def _source_problems(self) -> list[MappingError]:
        both = [name for name in self.dropped if name in self.sources]
        return [MappingError("mapping-dropped-and-used", column=name) for name in both]

    def _table_problems(self, table: Table) -> list[MappingError]:
        places = _places(table)
        known = unique_headings(table.headings)
        return [
            _unknown("mapping-column-missing", name, known, file=table.origin.name or "-")
            for name in self.sources
            if _key(name) not in places
        ]


@dataclass(frozen=True)
class _Dropped:
    """Columns that are left out on purpose: no loss."""

    reads: tuple[str, ...]
    writes: tuple[str, ...] = ()

    def apply(self, source: object, losses: object) -> MappingOf:
        """Do nothing."""
        return {}


def _marks(split: Split, version: Version) -> dict[str, str]:
    """Return what is written into each column of a split where its word stands."""
    return {found.name: mark_of(found) for found in version.fields if found.name in split.targets}


def _places(table: Table) -> dict[str, int]:
    """Return key of an own heading → 0-based column, the first one where two are alike."""
    places: dict[str, int] = {}
    for index, name in enumerate(unique_headings(table.headings)):
        places.setdefault(_key(name), index)
    return places


def _key(name: str) -> str:
    """Return what a heading is compared by: spaces, width and case do not count."""
    return "".join(fold(name).split())


def _unknown(code: str, name: str, known: list[str], **place: str) -> MappingError:
    """Return the problem of a heading that is none, with those it may have meant."""
    near = alike(name, known)
    shown = {"headings": "、".join(near or filter(None, known))}
    said = "mapping-headings-like-it" if near else "mapping-headings-there-are"
    hint = {language: message(said, language, shown) for language in ("ja", "en")}
    return MappingError(code, column=name, hint=hint, **place)
