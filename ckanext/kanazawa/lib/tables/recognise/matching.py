"""Find which column of a table is which field of a version, by the headings alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.recognise.index import QUALITY, RANK, Entry, Index
from ckanext.kanazawa.lib.tables.recognise.spelling import (
    distance,
    is_nameless,
    loose_key,
    may_be_misspelt,
)

# Headings up to this long allow one slip, longer ones two; shorter than the least none.
_ONE_SLIP = 6
_LEAST_LETTERS = 3
# The column an export of the DataStore adds; it is no ID of anything.
DATASTORE_ID = "_id"


@dataclass
class Match:
    """Which column is which field of one version.

    Attributes:
        entry: the version.
        fields: 0-based column → position of the field.
        how: 0-based column → key of QUALITY.
        parts: columns that stand for a part of a field, or for several: older headings that
            have no single counterpart. Column → position of (one) field.
        headings: of the table.
        tells: per column, how much its heading tells (`Index.weight`).
    """

    entry: Entry
    headings: Sequence[str]
    tells: Sequence[float]
    fields: dict[int, int] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)

    def take(self, column: int, position: int, how: str) -> None:
        """Say that a column is a field."""
        self.fields[column] = position
        self.how[column] = how

    @property
    def taken(self) -> Collection[int]:
        """Return the positions of the fields that have a column."""
        return set(self.fields.values())

    @property
    def open_columns(self) -> list[int]:
        """Return the columns that are no field yet."""
        return [
            column
            for column in range(len(self.headings))
            if column not in self.fields and column not in self.parts
        ]

    @property
    def open_fields(self) -> list[int]:
        """Return the positions of the fields that have no column yet."""
        taken = self.taken
        return [place for place in range(len(self.entry.version.fields)) if place not in taken]

    def matched_weight(self) -> float:
        """Return how much the headings that were understood tell."""
        weights = self.entry.weights
        found = sum(
            min(self.tells[column], weights[place]) * QUALITY[self.how[column]]
            for column, place in self.fields.items()
        )
        # Several former columns may be parts of one field: each tells that the table is old.
        return found + sum(self.tells[column] * QUALITY["former"] for column in self.parts)


def matches(headings: Sequence[str], known: Index, allowed: Collection[int]) -> list[Match]:
    """Match the headings with every version that has any of them.

    Args:
        headings: of the table.
        known: all headings of all formats.
        allowed: numbers of the entries to consider.
    """
    hits: defaultdict[int, list[tuple[int, int, int, bool]]] = defaultdict(list)
    for column, heading in enumerate(headings):
        if not heading.strip() or heading.strip() == DATASTORE_ID:
            continue
        for meaning in known.meanings(heading):
            if meaning.entry in allowed:
                rank = RANK[meaning.how]
                hits[meaning.entry].append((rank, column, meaning.field, meaning.whole))
    tells = [known.weight(heading) for heading in headings]
    return [
        _match(Match(known.entries[number], headings, tells), found)
        for number, found in hits.items()
    ]


_HOWS = tuple(RANK)


def _match(match: Match, hits: list[tuple[int, int, int, bool]]) -> Match:
    """Give each column the surest field that is still free."""
    taken: set[int] = set()
    for rank, column, place, whole in sorted(hits):
        if column in match.fields or place in taken:
            continue
        if whole:
            match.take(column, place, _HOWS[rank])
            taken.add(place)
        else:
            match.parts.setdefault(column, place)
    for column in match.fields:
        match.parts.pop(column, None)
    return match


def match_doubled(match: Match) -> None:
    """Give the later one of two equal headings the field that its place points to.

    A definition says so itself (`repeats`), or the fields before and behind do.
    """
    fields = match.entry.version.fields
    seen = {loose_key(match.headings[column]) for column in match.fields}
    for column in match.open_columns:
        heading = match.headings[column]
        if not heading.strip() or loose_key(heading) not in seen:
            continue
        for place in match.open_fields:
            repeats = fields[place].extra.get("repeats")
            if repeats and loose_key(repeats) == loose_key(heading):
                match.take(column, place, "position")
                break
        else:
            place = _between(match, column)
            if place is not None:
                match.take(column, place, "position")


def match_misspelt(match: Match, known: Index) -> None:
    """Match headings with a slip or two; what some other format has is no slip."""
    keys = match.entry.keys
    for column in match.open_columns:
        heading = match.headings[column]
        if is_nameless(heading) or known.knows(heading):
            continue
        key = loose_key(heading)
        place = _between(match, column)
        if place is not None and _resembles(key, keys[place]):
            match.take(column, place, "similar")
            continue
        most = 1 if len(key) <= _ONE_SLIP else 2
        if len(key) < _LEAST_LETTERS:
            continue
        near = _nearest(key, {place: keys[place] for place in match.open_fields}, most)
        if near is not None:
            match.take(column, near, "similar")


def _resembles(heading: str, name: str) -> bool:
    """Say whether a heading that stands in a field's place is a slip for it, even a short one."""
    most = max(1, len(name) // 3)
    shared = set(heading) & set(name)
    return bool(shared) and may_be_misspelt(heading, name) and distance(heading, name, most) <= most


def _nearest(heading: str, names: Mapping[int, str], most: int) -> int | None:
    """Return the one field that is nearest; None where two are equally near."""
    found: list[tuple[int, int]] = []
    letters = set(heading)
    for place, name in names.items():
        if len(letters ^ set(name)) > 2 * most or not may_be_misspelt(heading, name):
            continue
        slips = distance(heading, name, most)
        if slips <= most and len(name) >= _LEAST_LETTERS:
            found.append((slips, place))
    found.sort()
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _between(match: Match, column: int) -> int | None:
    """Return the free field that the fields of the columns before and behind point to.

    A run of columns without a field is taken together: it must be just as long as the run
    of fields that are missing there.
    """
    first = last = column
    while first > 0 and first - 1 not in match.fields:
        first -= 1
    while last + 1 < len(match.headings) and last + 1 not in match.fields:
        last += 1
    before = match.fields[first - 1] if first > 0 else -1
    behind_all = len(match.entry.version.fields)
    behind = match.fields[last + 1] if last + 1 < len(match.headings) else behind_all
    place = before + 1 + (column - first)
    if behind - before - 1 != last - first + 1 or place in match.taken:
        return None
    if column in match.parts or any(col in match.parts for col in range(first, last + 1)):
        return None
    return place


def match_nameless(match: Match) -> None:
    """Give columns whose heading tells nothing the field that their place points to."""
    found = {
        column: place
        for column in match.open_columns
        if is_nameless(match.headings[column]) and (place := _between(match, column)) is not None
    }
    for column, place in found.items():
        match.take(column, place, "position")
