"""Readings in katakana, names in Latin letters, identifiers."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, compiled, mended
from ckanext.kanazawa.lib.text.kana import katakana, long_vowels
from ckanext.kanazawa.lib.text.width import full_width_kana, half_width

_KANJI = re.compile("[々〆一-鿿豈-﫿]")
# A field whose pattern is a number of fixed length, like the former NO.
_ONLY_DIGITS = re.compile(r"\^?\[0-9\]\{([0-9]+)\}\$?")


class Kana(Shaped):
    """A reading in full-width katakana.

    Source: 自治体標準オープンデータセット, 共通ルール「文字」: 全角カナ.
    """

    name = "kana"
    pattern = "[ァ-ヶヷ-ヺヽヾー・、。（）「」『』！？＆～／　 ]*"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Widen half-width kana, turn hiragana over, mend dashes; leave all else to a person."""
        wide = full_width_kana(text)
        turned = katakana(wide)
        repaired = long_vowels(turned)
        params = {"repaired": repaired}
        found: tuple[Diagnosis, ...] = ()
        if repaired != text:
            if wide != text:
                found = (Diagnosis("half-width-kana", repaired, "wide-kana", params),)
            elif turned != wide:
                found = (Diagnosis("kana-hiragana", repaired, "katakana", params),)
            else:
                found = (Diagnosis("kana-dash", repaired, "long-vowel", params),)
        if self.fits(repaired):
            return found
        severity = "warning" if _KANJI.search(repaired) else None
        return (*found, Diagnosis("kana-other-characters", severity=severity))


class Latin(Shaped):
    """Text in half-width Latin letters, accented ones included.

    Source: 自治体標準オープンデータセット, 共通ルール「文字」: 英語名は半角.
    """

    name = "latin"
    pattern = "[ -~À-ɏ‘’“”–—]*"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Narrow full-width letters; Japanese words are left to a person."""
        narrow = half_width(text).strip()
        if self.fits(narrow):
            return mended("full-width-characters", text, narrow, "half-width")
        return (Diagnosis("latin-other-characters"),)


class Identifier(Shaped):
    """An ID: half-width letters and digits, or as the field's own pattern says.

    Source: 自治体標準オープンデータセット, 共通ルール「ID」.
    """

    name = "identifier"
    pattern = "[A-Za-z0-9_-]*"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the characters allowed and the field's pattern."""
        right = super().is_right(cells, field)
        return right & cells.str.contains(f"^(?:{field.pattern})$") if field.pattern else right

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Look at the characters, then at the field's pattern."""
        found = super().diagnose(value, field, setting)
        last = (found[-1].repaired if found else value.strip()) or ""
        if found and found[-1].repaired is None:
            return found
        return found + against_pattern(last, field)

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Narrow full-width characters."""
        narrow = half_width(text).strip()
        if self.fits(narrow):
            return mended("full-width-characters", text, narrow, "half-width")
        return (Diagnosis("identifier-characters"),)


def against_pattern(text: str, field: Field) -> tuple[Diagnosis, ...]:
    """Compare a value with the pattern of its field; offer zeros where only they lack.

    Nobody knows whether they were ever there, and other tables may refer to the number as it
    is written: that needs a yes.
    """
    if not field.pattern or not text or compiled(field.pattern).fullmatch(text):
        return ()
    length = _ONLY_DIGITS.fullmatch(field.pattern)
    if length and re.fullmatch("[0-9]+", text) and len(text) < int(length[1]):
        padded = text.zfill(int(length[1]))
        return (Diagnosis("identifier-short", padded, "pad-identifier", {"repaired": padded}),)
    return (Diagnosis("pattern-not-met", params={"example": field.example or field.pattern}),)
