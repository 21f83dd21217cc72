"""Values of a code list, one or several in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import own_word
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.text.width import hyphens

_SEPARATOR = "[;；、,，､・･/／\n]"
_NAMED = 12


class ChoiceOfList(Kind):
    """A value of the field's code list (`schemas/choices/`); anything where it names none."""

    name = "choice"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Look the cells up in the list."""
        if not field.choices:
            return cells.is_not_null()
        values = list(load_choices(field.choices))
        if not field.many:
            return cells.is_in(values)
        # Longest first: Rust takes the first alternative that fits.
        one = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
        return cells.str.contains(f"^(?:{one})(?:;(?:{one}))*$")

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Find the entry a value means: by value, label or alias, width and case aside."""
        mapped = own_word(value, field, setting)
        text = value.strip()
        if mapped is not None or not field.choices:
            return mapped or ()
        values = load_choices(field.choices)
        if text in values:
            return ()
        if field.many:
            return _look_at_many(text, field.choices)
        meant = _meanings(field.choices).get(_key(text))
        if meant is not None:
            return (Diagnosis("list-value-other-writing", meant, "list-value", _params(meant)),)
        parts = _parts(text, field.choices)
        if len(parts) > 1 and all(part in values for part in parts):
            return (Diagnosis("several-values"),)
        return (_unknown(field.choices, text),)


def _look_at_many(text: str, choices: str) -> tuple[Diagnosis, ...]:
    values = load_choices(choices)
    parts = _parts(text, choices)
    unknown = [part for part in parts if part not in values]
    if unknown:
        return tuple(_unknown(choices, part) for part in unknown)
    repaired = ";".join(parts)
    if repaired == text:
        return ()
    if all(part in text for part in parts) and len(parts) > 1:
        return (Diagnosis("wrong-separator", repaired, "separator", _params(repaired)),)
    return (Diagnosis("list-value-other-writing", repaired, "list-value", _params(repaired)),)


def _parts(text: str, choices: str) -> list[str]:
    """Return the values of a cell, as the list has them where it has them.

    A value may itself hold a separator (河川・溝等), so ";" alone is tried first.
    """
    meanings = _meanings(choices)
    found: list[str] = []
    for part in re.split("[;；]", text):
        known = meanings.get(_key(part))
        if known is not None or not part.strip():
            found += [known] if known else []
            continue
        found += [meanings.get(_key(piece), piece) for piece in _piece(choices).findall(part)]
    return found


@cache
def _piece(choices: str) -> re.Pattern[str]:
    """Return the pattern of one value among others: one of the list first, separators in it."""
    words = {word for choice in load_choices(choices).values() for word in choice.words}
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{known})(?=\s*(?:{_SEPARATOR}|$))|(?!\s)(?:(?!{_SEPARATOR}).)+(?<!\s)")


@cache
def _meanings(choices: str) -> Mapping[str, str]:
    """Return folded value, label or alias → value, without those that could mean two."""
    found: dict[str, str | None] = {}
    entries = load_choices(choices)
    for value, choice in entries.items():
        for word in choice.words:
            key = _key(word)
            found[key] = value if found.get(key, value) == value else None
    known = {key: value for key, value in found.items() if value is not None}
    return known | {_key(value): value for value in entries}


def _key(text: str) -> str:
    return hyphens(fold(text)).replace(" ", "")


def _params(repaired: str) -> dict[str, str]:
    return {"repaired": repaired}


def _unknown(choices: str, part: str) -> Diagnosis:
    values = list(load_choices(choices))
    shown = values[:_NAMED]
    more = len(values) > _NAMED
    allowed = {
        "ja": "、".join(shown) + ("など" if more else ""),
        "en": ", ".join(shown) + (", …" if more else ""),
    }
    return Diagnosis("value-not-in-list", params={"allowed": allowed, "part": part})
