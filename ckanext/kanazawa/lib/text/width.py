"""Bring full-width and half-width writing to the form a value wants."""

from __future__ import annotations

import re
import unicodedata

from ckanext.kanazawa.lib.text.garble import is_rare

# Signs people type where a hyphen belongs; the long vowel mark and the kanji for one's
# drawing look-alikes included, because they stand between digits in real files.
DASHES = "‐‑‒–—―−－ー─━ｰ﹣"
_DASH = re.compile(f"[{DASHES}]")
# ！ to ～ stand in the order of ! to ~, 0xFEE0 further on.
_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]+")
_LONG_VOWEL_AS_HYPHEN = re.compile("(?<=[0-9０-９])ｰ(?=[0-9０-９])")
_DECOMPOSED = re.compile("[A-Za-zぁ-ヾ][\u0300-\u036f\u3099\u309a]+")
_HALF_KANA = re.compile("[\uff61-\uff9f]+")


def half_width(text: str) -> str:
    """Return full-width Latin letters, digits, signs and spaces as half-width ones."""
    # Signs that are not in the table take translating ten times as long.
    return _FULL_WIDTH.sub(lambda run: run[0].translate(_TO_HALF), text)


def hyphens(text: str) -> str:
    """Return every sign that looks like a hyphen as "-"."""
    return text if text.isascii() else _DASH.sub("-", text)


def full_width_kana(text: str) -> str:
    """Return half-width katakana (and its signs ｡｢｣､･) as full-width: ｷﾞﾝｺｳ → ギンコウ.

    Between digits the half-width long vowel mark was meant as a hyphen: 12ｰ1 → 12-1. A single
    one after a kanji hardly anyone writes stays: both are the bytes of another character, which
    comes back only as long as they are there (譚ｱ for 東).
    """
    if not _HALF_KANA.search(text):
        return text
    return _HALF_KANA.sub(_widened, _LONG_VOWEL_AS_HYPHEN.sub("-", text))


def composed(text: str) -> str:
    """Return letters with marks of their own (か + ゛, e + ´) as the one letter meant: が, é.

    Macs write file names so. Other letters stay as they are: Unicode's composition (NFC)
    would change the old forms of kanji in names (神 U+FA19).
    """
    if text.isascii():
        return text
    return _DECOMPOSED.sub(lambda letter: unicodedata.normalize("NFC", letter.group()), text)


def is_half_width_kana(sign: str) -> bool:
    """Say whether a character is a half-width katakana or one of its signs."""
    return _HALF_KANA.fullmatch(sign) is not None


def _widened(run: re.Match[str]) -> str:
    start = run.start()
    if len(run.group()) == 1 and start and is_rare(run.string[start - 1]):
        return run.group()
    # A voicing mark with no letter to voice would become a combining one and seize another.
    return (
        unicodedata.normalize("NFKC", run.group()).replace("\u3099", "゛").replace("\u309a", "゜")
    )
