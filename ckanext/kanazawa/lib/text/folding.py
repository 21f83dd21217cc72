"""Make spellings of one word equal: width, case, accents.

Katakana and hiragana stay apart: ごみ and ゴミ are told apart here and brought
together, where wanted, by synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Variation selectors choose a glyph (葛󠄀 of 葛城), never another character.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Letters with accents or other signs, from À to ɏ. Most Japanese texts hold none.
_ACCENTED = re.compile("[\u00c0-\u024f]")


# A close look at a cell folds it several times over, each time to search for something else.
@lru_cache(maxsize=32)
def fold_width(text: str) -> str:
    """Bring compatibility forms together: ＬＡＮ → LAN, ｺﾞﾐ → ゴミ, ㈱ → (株).

    Source: Unicode Standard Annex #15, NFKC.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _VARIATION_SELECTORS.sub("", text))


def fold(text: str) -> str:
    """Return the form two texts are compared in: width, case and Latin accents folded."""
    return _without_latin_accents(fold_width(text).lower())


def _without_latin_accents(text: str) -> str:
    if text.isascii() or not _ACCENTED.search(text):
        return text
    return "".join(_base_letter(character) for character in text)


def _base_letter(character: str) -> str:
    """Return é as e, but が as it is: its sign makes another letter."""
    if character.isascii() or not "\u00c0" <= character <= "\u024f":
        return character
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character
