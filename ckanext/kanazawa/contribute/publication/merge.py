"""Merge what was proposed into what is live now, knowing what it was made from.

Pure Python. A place that both sides changed, to different values, is an overlap: no program
decides which is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fields = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Version:
    """A dataset as somebody saw it.

    Attributes:
        fields: of the dataset, without resources.
        resources: id of each resource → SHA-256 of its file, "" where it has none.
    """

    fields: Fields
    resources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Overlap:
    """A place that both sides changed.

    Attributes:
        place: "title_translated.ja", or "resource:<id>".
        base, live, proposed: its three values; of a file their SHA-256, None where it is gone.
    """

    place: str
    base: Any
    live: Any
    proposed: Any


@dataclass(frozen=True)
class Merged:
    """What came of a merge.

    Attributes:
        fields: those of the live dataset, with what was proposed.
        replaced: ids of resources that get their proposed file.
        overlaps: empty where it can be published.
    """

    fields: dict[str, Any]
    replaced: tuple[str, ...]
    overlaps: tuple[Overlap, ...]


def merge(base: Version, live: Version, proposed: Version) -> Merged:
    """Merge three versions of a dataset.

    Args:
        base: the live version the proposal was made from.
        live: the live version now.
        proposed: a field or resource it does not name stays as it is live; one that it empties
            is emptied.
    """
    fields, overlaps = merged_fields(base.fields, live.fields, proposed.fields)
    replaced, lost = _replaced(base.resources, live.resources, proposed.resources)
    return Merged(fields, replaced, (*overlaps, *lost))


def approved_version(base: Version, seen: Version, proposed: Version) -> Version:
    """Return what a steward approved who compared a proposal with a later live version.

    What the proposal left as it was follows the live version; where both changed the same
    place, the steward saw both and chose the proposal.

    Args:
        base: the live version the proposal was made from.
        seen: the live version at the approval.
        proposed: the proposal.
    """
    merged, overlaps = merged_fields(base.fields, seen.fields, proposed.fields)
    chosen = {name: merged.get(name) for name in proposed.fields}
    for overlap in overlaps:
        name, _, language = overlap.place.partition(".")
        if language:
            chosen[name] = {**(chosen[name] or {}), language: overlap.proposed}
        else:
            chosen[name] = overlap.proposed
    return Version(chosen, proposed.resources)


def merged_fields(
    base: Fields, live: Fields, proposed: Fields, path: str = ""
) -> tuple[dict[str, Any], list[Overlap]]:
    """Merge fields; the parts of a text in several languages are merged one by one.

    Returns:
        (merged fields, overlaps); where there is an overlap the live value stays.
    """
    merged, overlaps = dict(live), []
    for name, wanted in proposed.items():
        before, now = base.get(name), live.get(name)
        place = f"{path}{name}"
        if same(wanted, before) or same(wanted, now):
            continue
        if same(now, before):
            merged[name] = wanted
        elif _all_are(Mapping, before, now, wanted):
            # A language left out of a text was emptied; a field left out of a dataset was not.
            whole = {**dict.fromkeys(before or {}, ""), **dict(wanted or {})}
            merged[name], inner = merged_fields(before or {}, now or {}, whole, f"{place}.")
            overlaps += inner
        elif _all_are(list, before, now, wanted) and _are_texts(before, now, wanted):
            merged[name] = merged_texts(before or [], now or [], wanted or [])
        else:
            overlaps.append(Overlap(place, before, now, wanted))
    return merged, overlaps


def merged_texts(base: list[str], live: list[str], proposed: list[str]) -> list[str]:
    """Merge lists of texts (themes, tags): what either added is in, what either removed is out."""
    gone = {text for text in base if text not in live or text not in proposed}
    kept = [text for text in live if text not in gone]
    return list(dict.fromkeys([*kept, *(t for t in proposed if t not in gone)]))


def same(one: Any, other: Any) -> bool:
    """Say whether two values mean the same: all that is empty does; order of texts does not."""
    if one in EMPTY or other in EMPTY:
        return one in EMPTY and other in EMPTY
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(same(one.get(key), other.get(key)) for key in {*one, *other})
    if isinstance(one, list) and isinstance(other, list) and _are_texts(one, other):
        return sorted(one) == sorted(other)
    return one == other


def _all_are(kind: Any, *values: Any) -> bool:
    return all(isinstance(value, kind) for value in values if value not in EMPTY)


def _are_texts(*values: Any) -> bool:
    return all(isinstance(text, str) for value in values for text in value or [])


def _replaced(
    base: Mapping[str, str], live: Mapping[str, str], proposed: Mapping[str, str]
) -> tuple[tuple[str, ...], list[Overlap]]:
    """Return which files are replaced, and which were changed or removed by others meanwhile."""
    replaced, overlaps = [], []
    for id, wanted in proposed.items():
        now = live.get(id)
        if now is not None and now == wanted:
            continue
        if now is not None and now == base.get(id):
            replaced.append(id)
        else:
            overlaps.append(Overlap(f"resource:{id}", base.get(id), now, wanted))
    return tuple(replaced), overlaps
