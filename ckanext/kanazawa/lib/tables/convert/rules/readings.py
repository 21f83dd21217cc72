"""The letter an item is filed under in an index of readings."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import Losses

_HIRAGANA = range(ord("ぁ"), ord("ゖ") + 1)
_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_SHIFT = ord("ァ") - ord("ぁ")
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")


def first_kana(name: str) -> str | None:
    """Return the plain hiragana a name in kana begins with: ガラス → か; None for others."""
    letter = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name.strip())[:1])[:1]
    if letter and ord(letter) in _KATAKANA:
        letter = chr(ord(letter) - _SHIFT)
    if not letter or ord(letter) not in _HIRAGANA:
        return None
    return letter.translate(_SMALL)


@dataclass(frozen=True)
class FirstKana:
    """The letter of each name's reading, where the name itself is written in kana."""

    source: str
    target: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column of names."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column of letters."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Look at each distinct name once; kanji and Latin letters have no certain reading."""
        names = source[self.source].drop_nulls().unique().to_list()
        letters = {name: letter for name in names if (letter := first_kana(name))}
        cells = pl.col(self.source)
        unknown = ~cells.is_in(list(letters))
        losses.note("reading-unknown", source, self.source, unknown, self.target)
        letter = cells.replace_strict(letters, default=None, return_dtype=pl.String)
        return {self.target: letter}
