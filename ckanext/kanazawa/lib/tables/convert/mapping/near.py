"""Find the format that a table of an own layout may be meant for, by the words it uses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.lib.text.folding import fold

# The share of its headings' words that a format must have, and how much more than any other.
LEAST = 0.15
CLEARLY = 1.4
# Headings that must share words with it; a few common ones (備考) say nothing.
LEAST_HEADINGS = 4


def nearest(headings: Sequence[str], family: str | None = None) -> Format | None:
    """Return the format whose headings and title use the same words, None where none stands out.

    Recognising asks which column is which field, and finds nothing where every heading is
    worded otherwise. Here the pairs of letters in each heading are looked for anywhere in a
    format, each counting the more the fewer formats have it; those of Latin letters tell nothing.

    Args:
        headings: of the table, as written.
        family: only formats of this family.
    """
    words = [pairs for heading in headings if (pairs := _telling([heading]))]
    shares = {
        id: [_share(own, pairs) for own in words]
        for id, pairs in _words().items()
        if family in (None, load_formats()[id].family)
    }
    ranked = sorted(((sum(each), id) for id, each in shares.items()), reverse=True)
    (best, found), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0.0
    if best < LEAST * len(words) or best < CLEARLY * second:
        return None
    sharing = sum(share > 0 for share in shares[found])
    return load_formats()[found] if sharing >= LEAST_HEADINGS else None


def plain(text: str) -> str:
    """Return the letters of a heading only, written one way."""
    return re.sub(r"[\W_]+", "", fold(text))


def pairs_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the pairs of letters that stand side by side."""
    words = map(plain, texts)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


def _telling(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(pair for pair in pairs_of(texts) if not pair.isascii())


def _share(own: frozenset[str], pairs: frozenset[str]) -> float:
    """Return the share of a heading's pairs that a format has, by what each of them tells."""
    return sum(map(_weight, own & pairs)) / sum(map(_weight, own))


@lru_cache(10_000)
def _weight(pair: str) -> float:
    """Return what sharing a pair tells: the less the more formats have it."""
    formats = _words()
    count = sum(pair in pairs for pairs in formats.values()) or 0.5
    return math.log((len(formats) + 1) / count) ** 2


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return format → the pairs of letters in its title and in the names of its fields."""
    return {
        found.id: _telling(_names(found))
        for found in load_formats().values()
        if found.status != "placeholder"
    }


def _names(found: Format) -> Iterable[str]:
    yield found.title["ja"]
    for version in found.versions:
        for field in version.fields:
            yield from (field.name, *field.aliases)
