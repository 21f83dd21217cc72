"""Guess a mapping: what recognising is sure about, then headings and values that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ckanext.kanazawa.lib.tables.convert.engine import unique_headings
from ckanext.kanazawa.lib.tables.convert.mapping.model import Join, Mapping, Split
from ckanext.kanazawa.lib.tables.convert.mapping.near import pairs_of, plain
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.model import Field, Version
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.sample import sample_of
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, shape_of
from ckanext.kanazawa.lib.tables.table import Table, column_name

# A heading this much like an official one may be meant by it.
ALIKE = 0.62
# Of a column's values, this share must look like the field's, where that has a look at all.
FITTING = 0.5
# Of the words in a column of lists, this share must name a flag.
NAMED = 0.6
SEPARATORS = ("\u3000", "、", "・", ",", "，", ";", "；", "/", "／", "\n", " ")
# From this share on the values of a column leave no doubt about their kind.
SURE = 0.8
# Kinds whose values can hardly be anything else.
_ALONE = ("phone", "email", "url", "postal-code", "corporate-number", "latitude", "longitude")
# An address is told from a sentence that names a place by its heading: 場所, 住所, 所在.
_PLACE = re.compile(r"[所地場]")
# Headings of what a row is about, but not of whose or where it is.
_NAME = re.compile(r"^(?!.*(?:市|町|村|県|団体|担当|者|区))(?:.*名(?:称)?|施設)$")
_BRACKETS = re.compile(r"[(（\[［【].*?[)）\]］】]|[:：].*$")


@dataclass(frozen=True)
class Guess:
    """A guessed mapping, to be corrected by somebody who knows the file.

    Attributes:
        mapping: columns nobody found a place for stand in none of its parts.
        how: own heading → how its place was found: as in `Recognition.how`, or "alike"
            (heading and values), "list" (values name flags), "only" (the
            only one left that it may be), "join".
        open: own headings without a place.
    """

    mapping: Mapping
    how: dict[str, str]
    open: tuple[str, ...]


def guess(table: Table, format: str, version: str = "current") -> Guess:
    """Guess how a table of an own layout becomes one of a format.

    Args:
        table: as read.
        format: id of the format wanted.
        version: id of its version.

    Raises:
        FormatError: there is no such format or version.
        FileError: the file turns out damaged while its first rows are read.
    """
    seen = recognise(table, format=format, version=version)
    wanted = seen.version or load_format(format).current
    return _Guesser(table, wanted, format).guess(
        {index: found.name for index, found in seen.columns.items()}, dict(seen.how)
    )


class _Guesser:
    """What is known while guessing."""

    def __init__(self, table: Table, version: Version, format: str):
        self._table = table
        self._version = version
        self._format = format
        self._names = unique_headings(table.headings)
        self._shapes = Shapes(sample_of(table))

    def guess(self, known: dict[int, str], ways: dict[int, str]) -> Guess:
        columns = {self._names[index]: official for index, official in sorted(known.items())}
        how = {self._names[index]: ways[index] for index in known}
        splits = dict(self._splits(set(known), set(columns.values())))
        how |= dict.fromkeys(splits, "list")
        taken = set(columns.values()) | {n for split in splits.values() for n in split.targets}
        rest = [i for i, name in enumerate(self._names) if name not in how]
        for index, official in self._alike(rest, taken):
            columns[self._names[index]] = official
            how[self._names[index]] = "alike"
        taken |= set(columns.values())
        rest = [index for index in rest if self._names[index] not in how]
        for index, official in (*self._by_values(rest, taken), *self._main_name(rest, taken)):
            columns[self._names[index]] = official
            how[self._names[index]] = "only"
        joins = dict(self._joins(taken | set(columns.values())))
        for join in joins.values():
            how |= dict.fromkeys((name for name in join.of if name not in how), "join")
        left = tuple(name for name in self._names if name not in how)
        mapping = Mapping(self._format, self._version.id, columns, joins=joins, splits=splits)
        return Guess(mapping, how, left)

    def _alike(self, rest: list[int], taken: set[str]) -> Iterator[tuple[int, str]]:
        """Give each official heading to the own one most like it, the surest first."""
        pairs = [
            (likeness(self._names[index], found), index, found.name)
            for index in rest
            for found in self._version.fields
            if found.name not in taken and self._may_be(index, found)
        ]
        used: set[int] = set()
        for score, index, official in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            if score < ALIKE:
                break
            if index not in used and official not in taken:
                used.add(index)
                taken.add(official)
                yield index, official

    def _by_values(self, rest: list[int], taken: set[str]) -> Iterator[tuple[int, str]]:
        """Match the only column of a kind that betrays itself with the only field of it."""
        fields: dict[str, list[str]] = {}
        for found in self._version.fields:
            if found.kind in (*_ALONE, "address") and found.name not in taken:
                fields.setdefault(found.kind, []).append(found.name)
        for kind, names in fields.items():
            named = [i for i in rest if kind in _ALONE or _PLACE.search(self._names[i])]
            fitting = [i for i in named if (self._shapes.share(i, kind) or 0.0) >= SURE]
            if len(names) == len(fitting) == 1:
                yield fitting[0], names[0]

    def _main_name(self, rest: list[int], taken: set[str]) -> Iterator[tuple[int, str]]:
        """Match the only heading that ends like a name (行事名) with the name every row needs."""
        wanted = [
            found.name
            for found in self._version.fields
            if found.level == "required" and _NAME.search(found.name) and found.name not in taken
        ]
        named = [index for index in rest if _NAME.search(self._names[index])]
        if len(named) == 1 and wanted:
            yield named[0], wanted[0]

    def _may_be(self, index: int, found: Field) -> bool:
        shape = shape_of(found)
        if shape is None:
            return True
        share = self._shapes.share(index, shape)
        return share is None or share >= FITTING

    @cached_property
    def _flags(self) -> dict[str, str]:
        """Return what a flag's heading names → the heading: 津波 → 災害種別_津波."""
        flags = [found.name for found in self._version.fields if found.kind == "flag"]
        return {plain(name.rsplit("_", 1)[-1]): name for name in flags if "_" in name}

    def _splits(self, known: set[int], taken: set[str]) -> Iterator[tuple[str, Split]]:
        """Find columns of lists whose words name flags: 洪水・津波."""
        if not self._flags or taken & set(self._flags.values()):
            return
        for index, name in enumerate(self._names):
            if index in known or not self._shapes.filled[index]:
                continue
            texts = self._shapes.sample[column_name(index)].drop_nulls().unique().to_list()
            split = max((self._split_at(texts, at) for at in SEPARATORS), key=lambda one: one[0])
            if split[0] >= NAMED:
                yield name, split[1]
                return

    def _split_at(self, texts: list[str], at: str) -> tuple[float, Split]:
        words = [part.strip() for text in texts for part in text.split(at) if part.strip()]
        known = {word: self._flags[plain(word)] for word in words if plain(word) in self._flags}
        share = sum(word in known for word in words) / len(words) if words else 0.0
        return share, Split(at, words=dict(sorted(known.items())))

    def _joins(self, taken: set[str]) -> Iterator[tuple[str, Join]]:
        """Join what a former version had in two columns: 都道府県名 and 市区町村名."""
        former: dict[str, list[str]] = {}
        for version in load_format(self._format).versions[1:]:
            for found in version.fields:
                if "joins" in found.extra:
                    former.setdefault(found.extra["joins"], []).append(found.name)
        for official, parts in former.items():
            if official not in taken and all(part in self._names for part in parts):
                yield official, Join(tuple(parts))


def likeness(own: str, found: Field) -> float:
    """Say how much a heading is like a field's name or one of its aliases, 0 to 1."""
    names = [found.name, *found.aliases]
    keys = {plain(own), plain(_BRACKETS.sub("", own))} - {""}
    return max((_alike(key, plain(name)) for key in keys for name in names), default=0.0)


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    held = 0.5 + 0.5 * len(short) / len(long) if short in long and len(short) > 1 else 0.0
    return max(held, _common_pairs(one, other))


def _common_pairs(one: str, other: str) -> float:
    """Return Dice's coefficient of the pairs of letters."""
    first, second = pairs_of([one]), pairs_of([other])
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
