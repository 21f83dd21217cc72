"""Licences of data and images."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import mended, own_word
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.text.width import hyphens

_WITHOUT_VERSION = re.compile("(?:cc)?by(?:nc|nd|sa|ncsa|ncnd)?")
_CREATIVE_COMMONS = re.compile("(?:cc)?by((?:nc|nd|sa){0,2})([1-4](?:[.][0-9])?)(jp)?(?:国際)?")


class Licence(Kind):
    """The short name of a licence with its version, as the national list writes it."""

    name = "licence"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Look the cells up among the known names."""
        return cells.is_in(sorted(set(_names().values())))

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Find the licence meant; a version that is missing is asked for, never guessed."""
        mapped = own_word(value, field, setting)
        if mapped is not None:
            return mapped
        text = value.strip()
        key = _key(text)
        name = _names().get(key)
        if name is not None:
            return mended("licence-other-writing", text, name, "licence")
        if _WITHOUT_VERSION.fullmatch(key):
            return (Diagnosis("licence-version-missing"),)
        return () if _CREATIVE_COMMONS.fullmatch(key) else (Diagnosis("licence-unknown"),)


@cache
def _names() -> Mapping[str, str]:
    """Return a licence's names and addresses, folded → the name the national list writes."""
    found: dict[str, str] = {}
    for value, choice in load_choices("licences").items():
        name = choice.extra["list_text"]
        addresses = [choice.extra["iri"], *choice.extra["url"].values()]
        labels = [*choice.label.values(), choice.label["ja"].partition("（")[0]]
        for word in (value, name, choice.extra["short"], *labels, *addresses):
            if word:
                found.setdefault(_key(word), name)
    return found


def _key(text: str) -> str:
    """Return a name without the signs that vary: CC-BY 4.0 and ＣＣ ＢＹ ４．０ → ccby4.0."""
    key = re.sub(r"[-\s_/()]", "", hyphens(fold(text)))
    return re.sub("^(?:https?:)|(?:deed|legalcode)[.a-z]*$", "", key)
