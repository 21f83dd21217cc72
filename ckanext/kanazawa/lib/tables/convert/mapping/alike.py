"""Which known headings one that is unknown probably means, for messages."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.kanazawa.lib.tables.recognise.index import index
from ckanext.kanazawa.lib.tables.recognise.spelling import (
    distance,
    is_nameless,
    loose_key,
    may_be_misspelt,
)

# Share of letters that two headings have in common at least.
_LEAST = 0.5
# Headings of the same field in some format, and headings one of which holds the other.
_SAME_FIELD, _INSIDE = 0.9, 0.7
_NAMED = 3


def alike(name: str, known: Iterable[str]) -> list[str]:
    """Return the headings most like another, best first; none where nothing is like it.

    Headings are compared as recognising compares them: without width, signs and spaces, by
    slips of the pen, and by what they mean in the formats (名前 and 名称).
    """
    rated = ((_likeness(name, other), other) for other in dict.fromkeys(known))
    found = [(rate, other) for rate, other in rated if rate >= _LEAST]
    return [other for _, other in sorted(found, key=lambda one: -one[0])[:_NAMED]]


def _likeness(name: str, other: str) -> float:
    if is_nameless(name) or is_nameless(other):
        return 0.0
    one, two = loose_key(name), loose_key(other)
    if one == two:
        return 1.0
    if _fields(name) & _fields(other):
        return _SAME_FIELD
    longer, shorter = max(len(one), len(two)), min(len(one), len(two))
    rate = 1 - distance(one, two, longer) / longer
    if shorter > 1 and (one in two or two in one):
        rate = max(rate, _INSIDE)
    # 開始日 is no slip for 終了日, but may be what was meant where nothing else is.
    return rate if may_be_misspelt(one, two) else rate * 0.8


def _fields(heading: str) -> set[tuple[int, int]]:
    """Return the fields a heading may stand for, as (version, position)."""
    return {(found.entry, found.field) for found in index().meanings(heading) if found.whole}
