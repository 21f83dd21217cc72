"""Katakana and hiragana."""

from __future__ import annotations

import re

# ぁ to ゖ stand in the order of ァ to ヶ, 0x60 before; ゝゞ likewise.
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# A dash after a katakana, with another or nothing after it, is a long vowel mark, unless no vowel
# stands there to be long. The ASCII hyphen is left alone: it also parts words.
_LONG_VOWEL = re.compile("(?<=[ァ-ヺー])(?<![ンッ])[‐‑‒–—―−－─━](?=[ァ-ヺー]|$)")


def katakana(text: str) -> str:
    """Return hiragana as katakana: けんろくえん → ケンロクエン."""
    return text.translate(_TO_KATAKANA)


def long_vowels(text: str) -> str:
    """Return dashes inside katakana words as the long vowel mark: ノ―ト → ノート."""
    return _LONG_VOWEL.sub("ー", text)
