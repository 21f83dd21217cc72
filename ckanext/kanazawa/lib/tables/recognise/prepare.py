"""Make headings readable before they are looked up: mojibake, groups, split headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ckanext.kanazawa.lib.tables.recognise.index import Index, index
from ckanext.kanazawa.lib.tables.recognise.spelling import is_nameless
from ckanext.kanazawa.lib.text.garble import is_garbled, ungarbled

# How text gets garbled: written in the first encoding, read in the second.
_MISREADINGS = (
    *(("utf-8", "cp932"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("cp932", "latin-1")),
    *(("cp932", "cp1252"), ("euc_jp", "cp932"), ("cp932", "euc_jp"), ("euc_jp", "latin-1")),
)
# What programs put where a byte stood for nothing, and what gets lost on the way.
_LOST = re.compile("[\ufffd?・\x00-\x20\x7f-\xa0]")
# A heading over several headings, which stands before each of them once they are merged.
_GROUP = re.compile(
    r"^(?:[^_＿]{0,12}(?:情報|項目|内容|事項|欄)|施設|位置|基本|場所|共通|(?P<twice>[^_＿]+)(?=[_＿](?P=twice)[_＿]))"
    r"[_＿](?P<rest>.+)$"
)
# The same in two languages: 緯度 (latitude), 名称/Name.
_BILINGUAL = re.compile(
    r"^(?P<rest>[^A-Za-z]*[ぁ-んァ-ヶ一-龠])[\s/／(（｜|]+[A-Za-z][A-Za-z _-]*[)）]?$"
)
# A heading is never split into more than this many columns.
_PARTS = 4


@dataclass
class Headings:
    """The headings of a table, readable.

    Attributes:
        shown: per column the heading to look up.
        garbled: column → what the mojibake in it probably was.
        split: column → number of columns that hold its heading (a comma divided it).
        moved: columns whose heading stands further right than their values, because of that.
    """

    shown: list[str]
    garbled: dict[int, str] = field(default_factory=dict)
    split: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)


def readable(headings: Sequence[str], filled: Sequence[int], rows: int) -> Headings:
    """Return headings as they were probably meant.

    Args:
        headings: as written.
        filled: per column, cells of the sample that are not empty.
        rows: number of rows of the sample.
    """
    found = Headings([heading.strip() for heading in headings])
    known = index()
    for column, heading in enumerate(found.shown):
        if heading and is_broken(heading, known):
            meant = meant_by(heading)
            if meant is not None:
                found.garbled[column] = found.shown[column] = meant
        found.shown[column] = _bare(found.shown[column], known)
    _join_split(found, known, filled, rows)
    return found


def _bare(heading: str, known: Index) -> str:
    """Return a heading without the group before it or the translation behind it."""
    for pattern in (_GROUP, _BILINGUAL):
        match = pattern.match(heading)
        if match and not known.knows(heading) and known.knows(match["rest"]):
            return match["rest"]
    return heading


def is_broken(heading: str, known: Index) -> bool:
    """Say whether a heading is mojibake."""
    if heading.isascii():
        return bool(re.fullmatch(r"\?[? _()]*", heading))
    if known.knows(heading):
        return False
    return is_garbled(heading) or _key(heading) in _garbled_names()


def meant_by(heading: str) -> str | None:
    """Return what a garbled heading was, None where that cannot be told."""
    return ungarbled(heading) or _garbled_names().get(_key(heading))


@cache
def _garbled_names() -> dict[str, str]:
    """Return garbled form without what gets lost → the one heading that becomes it."""
    names = {field.name for entry in index().entries for field in entry.version.fields}
    found: dict[str, str | None] = {}
    for name in sorted(names):
        for written, read in _MISREADINGS:
            try:
                garbled = name.encode(written, "ignore").decode(read, "replace")
            except UnicodeError:
                continue
            key = _key(garbled)
            if len(key) > 1 and garbled != name:
                found[key] = name if found.get(key, name) == name else None
    return {key: name for key, name in found.items() if name is not None}


def _key(garbled: str) -> str:
    return _LOST.sub("", garbled)


def _join_split(found: Headings, known: Index, filled: Sequence[int], rows: int) -> None:
    """Put together headings that a comma inside them divided into several columns.

    The values were not divided, so each heading behind stands as many columns too far right,
    and as many columns at the end are empty. Where they are not, the values were divided too.
    """
    column = 0
    while column < len(found.shown):
        parts = _parts(found.shown, column, known)
        if parts is not None:
            number, joined = parts
            extra = number - 1
            tail = filled[len(found.shown) - extra :]
            found.split[column] = number
            found.shown[column] = joined
            if rows == 0 or not any(tail):
                del found.shown[column + 1 : column + number]
                found.shown += [""] * extra
                found.moved |= set(range(column + 1, len(found.shown)))
            else:
                found.shown[column + 1 : column + number] = [""] * extra
        column += 1


def _parts(shown: Sequence[str], column: int, known: Index) -> tuple[int, str] | None:
    """Return how many headings from here on make one known heading, and which."""
    if is_nameless(shown[column]) or known.knows(shown[column]):
        return None
    for number in range(_PARTS, 1, -1):
        words = shown[column : column + number]
        if len(words) < number or any(is_nameless(word) for word in words):
            continue
        joined = "、".join(words)
        if known.knows(joined):
            return number, joined
    return None
