"""Addresses, prefectures, municipalities."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.house_numbers import SPOILT_INSIDE, spoilt_inside
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, compiled, mended, own_word
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.places import (
    PREFECTURE,
    has_prefecture,
    narrow_address,
    prefecture_name,
    prefecture_of,
)

# The standard's whole address in one cell begins with the prefecture; others need not.
_WHOLE = "連結表記"
WIDE = "[０-９]|[0-9][‐‑‒–—―−－ー─━ｰ﹣][0-9]"


def narrowed(text: str) -> tuple[Diagnosis, ...]:
    """Return what is wrong with the width of an address or house number; () where nothing is."""
    narrow = narrow_address(text)
    if narrow == text:
        return ()
    return (Diagnosis("address-width", narrow, "narrow-address", {"repaired": narrow}),)


class Address(Kind):
    """An address, or a part of one.

    Source: 自治体標準オープンデータセット, 共通ルール「所在地」.
    """

    name = "address"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Look for full-width digits and dashes, and for the prefecture of a whole address."""
        right = ~cells.str.contains(f"{WIDE}|{SPOILT_INSIDE}")
        return right & cells.str.contains(f"^(?:{PREFECTURE})") if _WHOLE in field.name else right

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Narrow the digits; put the prefecture before a municipality everybody here knows.

        A day where a house number should be comes last: taking it back needs a yes.
        """
        mapped = own_word(value, field, setting)
        if mapped is not None:
            return mapped
        text = value.strip()
        found = narrowed(text)
        narrow = found[0].repaired or text if found else text
        if _WHOLE in field.name and not has_prefecture(narrow):
            whole = _with_prefecture(narrow, setting)
            found += _lacks_prefecture(whole)
            narrow = whole or narrow
        return found + spoilt_inside(narrow)


class Prefecture(Shaped):
    """The full name of a prefecture."""

    name = "prefecture"
    pattern = PREFECTURE

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Complete a short name."""
        name = prefecture_name(fold_width(text).replace(" ", ""))
        if name is None:
            return (Diagnosis("prefecture-unknown"),)
        return mended("prefecture-short", text, name, "prefecture-name")


class MunicipalityName(Shaped):
    """The name of a city, ward, town or village, with its county."""

    name = "municipality-name"
    # ヶケ・ stand in names; a prefecture's name may also begin one (富山市 is in 富山県).
    pattern = "[々〆ァ-ヺーぁ-ん一-鿿]{1,10}[市区町村]"
    # A city and one of its quarters (金沢市奥新保町); 上市町 and 余市郡余市町 are towns.
    quarter = "^[^町村郡]{2,9}市[^市区]{1,9}[町村]$"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the pattern, and look for a prefecture before, a quarter behind it."""
        more = cells.str.contains(f"^(?:{PREFECTURE})") | cells.str.contains(self.quarter)
        return super().is_right(cells, field) & ~more

    def fits(self, text: str) -> bool:
        """Say whether a name has its form, and neither a prefecture nor a quarter beside it."""
        has_more = has_prefecture(text) or compiled(self.quarter).match(text)
        return super().fits(text) and not has_more

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Offer to take the prefecture away; complete the name of a known municipality."""
        folded = re.sub(r"\s", "", fold_width(text))
        if self.fits(folded):
            return mended("municipality-name-format", text, folded, "spaces-inside")
        bare = re.sub(f"^(?:{PREFECTURE})", "", folded)
        if bare != folded and self.fits(bare):
            params = {"repaired": bare}
            return (Diagnosis("municipality-with-prefecture", bare, "prefecture-off", params),)
        return (Diagnosis("municipality-name-format"),)


def _lacks_prefecture(whole: str | None) -> tuple[Diagnosis, ...]:
    """Return what is wrong with an address without its prefecture.

    Args:
        whole: the address with it, None where it is not certain.
    """
    if whole is None:
        return (Diagnosis("address-prefecture-missing"),)
    params = {"repaired": whole}
    return (Diagnosis("address-prefecture-missing", whole, "prefecture", params),)


def _with_prefecture(address: str, setting: Setting) -> str | None:
    """Return an address with its prefecture, where its municipality is one we know.

    The publisher's own code must name the same prefecture: 金沢区 is in Yokohama, and other
    places bear the names of ours.
    """
    municipality = setting.municipality
    if not municipality:
        return None
    for code, choice in load_choices("municipalities").items():
        if code[:2] == municipality[:2] and address.startswith(choice.label["ja"]):
            return prefecture_of(code) + address
    return None
