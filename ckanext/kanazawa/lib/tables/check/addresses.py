"""Whole addresses and their parts: what is in which, and what one tells of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ckanext.kanazawa.lib.tables.kinds.house_numbers import holds_house_numbers
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.house_numbers import day_inside, is_serial, typed_numbers
from ckanext.kanazawa.lib.text.places import PREFECTURES
from ckanext.kanazawa.lib.text.width import hyphens

# The whole address may leave the building out.
_BUILDING = re.compile("建物|方書")
_KANJI_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_CHOME = re.compile("([一二三四五六七八九十]{1,3})丁目")
_JOINTS = re.compile("丁目|番地の?|番|号|(?<=[0-9])[のノ](?=[0-9])|-+")
_COUNTY = re.compile("^[^0-9]{1,4}郡")
# Between figures a space parts the house number from a storey.
_GAP = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_NUMBER = re.compile("[0-9]+(?:-[0-9]+)*")
# In every form of a day, and hardly in an address.
_MAYBE_DAY = re.compile("[0-9０-９][月/／年]|[A-Z][a-z]{2}|[0-9０-９]{4}")
# A number before one of these is no house number, or not only one.
_STOREY = re.compile("階|F|棟|室")


@dataclass(frozen=True)
class AddressColumns:
    """Where a table has whole addresses and house numbers.

    Attributes:
        joined: column of the whole address.
        parts: columns of its parts in their order, as far as the house number, which is last.
    """

    joined: int
    parts: tuple[int, ...]

    @property
    def house(self) -> int:
        """Return the column of house numbers."""
        return self.parts[-1]


def address_columns(recognition: Recognition) -> AddressColumns | None:
    """Return the columns that can confirm each other's house numbers; None without both."""
    for rule in recognition.version.rules if recognition.version else ():
        if rule["rule"] != "address" or rule["joined"] not in recognition.indexes:
            continue
        joined = recognition.indexes[rule["joined"]]
        parts = parts_of(recognition, rule["parts"])
        houses = [
            place
            for place, index in enumerate(parts)
            if holds_house_numbers(recognition.columns[index])
        ]
        if not houses or any(map(recognition.is_misplaced, (joined, parts[houses[0]]))):
            continue
        return AddressColumns(joined, parts[: houses[0] + 1])
    return None


def parts_of(recognition: Recognition, names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of these parts that the file has and a whole address holds."""
    indexes = [recognition.indexes[name] for name in names if name in recognition.indexes]
    return tuple(
        index for index in indexes if not _BUILDING.search(recognition.columns[index].name)
    )


@lru_cache(maxsize=10_000)
def folded_address(text: str) -> str:
    """Return the form two spellings of an address are compared in: 1丁目2番3号 → 1-2-3."""
    text = re.sub(r"\s|大字|字", "", hyphens(fold_width(text)))
    text = _CHOME.sub(lambda found: f"{_kanji_number(found[1])}-", text)
    return _JOINTS.sub("-", text).replace("--", "-").strip("-")


def lacking(joined: str, parts: Sequence[str | None]) -> int | None:
    """Return the place of the first part the joined address does not hold in its turn."""
    whole = folded_address(joined)
    has_prefecture = whole.startswith(PREFECTURES)
    begin = 0
    for place, part in enumerate(parts):
        if not part or (part in PREFECTURES and not has_prefecture):
            continue
        end = _end_of(part, whole, begin)
        if end is None:
            return place
        begin = end
    return None


def confirmed(joined: str, parts: Sequence[str | None]) -> tuple[str, str] | None:
    """Read a day in a house number, or in an address, by what the other of the two says.

    Args:
        joined: the whole address.
        parts: of it, the last one the house number.

    Returns:
        House number and whole address as they should be; None where neither is a day that
        the other explains.
    """
    *before, house = parts
    if not house or not (_MAYBE_DAY.search(house) or _MAYBE_DAY.search(joined)):
        return None
    if lacking(joined, parts) != len(before):
        return None
    number = folded_address(house)
    day = day_inside(joined)
    if day is not None:
        return (house, joined.replace(day, house)) if number in typed_numbers(day) else None
    said = _number_after(_GAP.sub("／", fold_width(joined)), before)
    if said is None:
        return None
    if said in typed_numbers(house):
        return said, joined
    if is_serial(said) and joined.count(said) == 1 and number in typed_numbers(said):
        return house, joined.replace(said, house)
    return None


def _number_after(joined: str, parts: Sequence[str | None]) -> str | None:
    """Return the house number that follows these parts in a whole address."""
    whole = folded_address(joined)
    begin = 0
    for part in filter(None, parts):
        begin = _end_of(part, whole, begin) or begin
    rest = whole[begin:].lstrip("-")
    found = _NUMBER.match(rest)
    return None if found is None or _STOREY.match(rest, found.end()) else found[0]


def _end_of(part: str, whole: str, begin: int) -> int | None:
    """Return where a part ends in a folded address, None where it is not behind a place."""
    folded = folded_address(part)
    found = whole.find(folded, begin)
    if found < 0:
        folded = _COUNTY.sub("", folded)
        found = whole.find(folded, begin)
    return None if found < 0 else found + len(folded)


def _kanji_number(kanji: str) -> int:
    """Read 一 to 九十九."""
    tens, ten, ones = kanji.rpartition("十")
    value = _KANJI_DIGITS.get(ones, 0)
    return value + 10 * _KANJI_DIGITS.get(tens, 1) if ten else value
