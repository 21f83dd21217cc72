"""Which characters travel safely between systems, and which do not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

# What no reader sees: controls, zero-width and direction marks, byte order marks. Tabs and
# line breaks are left out, and the joiners emoji are made with. So are the controls 80 to 9F,
# and a soft hyphen after a Western letter or sign: they are bytes of Japanese characters.
_INVISIBLE_CLASS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff"
)
INVISIBLE = f"[{_INVISIBLE_CLASS}]"
_INVISIBLE = re.compile(rf"(?!(?<=[\x80-\xff])\xad){INVISIBLE}")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Written differently by Windows and by other systems, and changed safely on writing.
_COUNTERPARTS = "〜−—‖¢£¬～－￠￡￢￤＇＂"
# Not in CP932, but what rights are stated with everywhere.
_USUAL = "©®"


def without_invisible(text: str) -> str:
    """Return a text without control characters and marks that no reader sees."""
    return _INVISIBLE.sub("", text)


@cache
def portable() -> frozenset[str]:
    """Return the characters that CP932 systems hold and that have one form only.

    Left out: half-width katakana, ① and ㈱ (one code each, many spellings), private use.
    Kanji of names that only IBM's extension has (髙, 﨑) are in.
    """
    found = {*map(chr, range(0x20, 0x7F)), *_COUNTERPARTS, *_USUAL}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in range(0x40, 0xFD):
            try:
                found.add(bytes((lead, trail)).decode("cp932"))
            except UnicodeDecodeError:
                continue
    return frozenset(sign for sign in found if len(sign) == 1 and _has_one_form(sign))


def _has_one_form(sign: str) -> bool:
    if sign in _COUNTERPARTS or sign in _USUAL:
        return True
    if unicodedata.category(sign) == "Co":
        return False
    if unicodedata.category(sign) == "Lo" or unicodedata.normalize("NFKC", sign) == sign:
        return True
    try:
        sign.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def odd_characters(text: str) -> tuple[str, ...]:
    """Return the characters that are not portable, each once, in order of appearance."""
    safe = portable()
    if safe.issuperset(text):
        return ()
    return tuple(dict.fromkeys(sign for sign in text if sign not in safe and sign not in "\r\n\t"))


def is_private(sign: str) -> bool:
    """Say whether a character has no meaning but the one a system gave it (外字)."""
    return unicodedata.category(sign) == "Co"


def has_other_form(sign: str) -> bool:
    """Say whether a character is another way to write common ones: ㈱, ①, ㎡."""
    return unicodedata.normalize("NFKC", sign) != sign


def named(signs: Iterable[str], limit: int = 5) -> str:
    """Return characters with their code points, for messages: 𠮷 (U+20BB7)."""
    shown = [
        f"U+{ord(sign):04X}" if _VARIATION.match(sign) else f"{sign} (U+{ord(sign):04X})"
        for sign in signs
    ]
    return ", ".join(shown[:limit]) + (" …" if len(shown) > limit else "")


def character_class(signs: Iterable[str]) -> str:
    """Return the inside of a regular expression's [...] for characters, as ranges.

    Thousands of kanji stand in it as they are: a long pattern costs time at every use.
    """
    ranges = ((_in_class(first), _in_class(last)) for first, last in _ranges(signs))
    return "".join(first if first == last else f"{first}-{last}" for first, last in ranges)


def _in_class(code: int) -> str:
    return f"\\x{{{code:x}}}" if code < 0x80 else chr(code)


def _ranges(signs: Iterable[str]) -> Iterator[tuple[int, int]]:
    codes = sorted(map(ord, signs))
    first = last = codes[0]
    for code in codes[1:]:
        if code != last + 1:
            yield first, last
            first = code
        last = code
    yield first, last
