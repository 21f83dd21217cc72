"""Mojibake: text whose bytes were read in another encoding than their own."""

from __future__ import annotations

import re
import unicodedata

from ckanext.kanazawa.lib.text.western import is_common, is_westerned, unwesterned

# Lead bytes of UTF-8 kana, read as Shift_JIS; no Japanese word is written with them.
_KANA_LEADS = "縺繧繝"
SIGNS = _KANA_LEADS + "\ufffd"
_AS_SHIFT_JIS = re.compile(f"[{_KANA_LEADS}][^\x00-\x7f]")
# UTF-8 read as Windows-1252 or Latin-1: a lead byte and a following one.
_FOLLOWING = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_AS_WESTERN = re.compile(f"[\u00c2-\u00ef]{_FOLLOWING}")
# All three bytes of a kana or kanji.
_WHOLE = re.compile(f"[\u00e3-\u00e9]{_FOLLOWING}{{2}}")
# Nobody types these: they are bytes for which Windows-1252 and Latin-1 have no sign.
_CONTROL = re.compile("[\x80-\x9f]")
# One of these is in every text the three patterns around it find; most texts hold none.
_SIGN = re.compile(f"[{_KANA_LEADS}\u00c2-\u00ef｡-ﾟ]")
# A word in half-width kana may follow hiragana, a single one before a kanji does not.
_HALF_KANA = re.compile("[一-鿿][｡-ﾟ]|[ぁ-ん][｡-ﾟ][一-鿿]")
# Kanji by UTF-8 begin with E4 to E9; in Shift_JIS these bytes begin kanji hardly anyone writes.
_RARE_LEADS = frozenset(bytes((lead,)) for lead in range(0xE3, 0xEA))
_FOREIGN = re.compile("[^\x00-\x7f]")
_JAPANESE = re.compile("[ぁ-んァ-ヺ一-鿿]")


def is_garbled(text: str) -> bool:
    """Say whether a text was read in a wrong encoding, or lost characters on its way."""
    if text.isascii():
        return False
    if "\ufffd" in text or "ï¿½" in text or _CONTROL.search(text):
        return True
    if _SIGN.search(text) and _has_signs(text):
        return True
    return ungarbled(text) is not None or is_westerned(text)


def _has_signs(text: str) -> bool:
    if len(_AS_SHIFT_JIS.findall(text)) > 1 or len(_AS_WESTERN.findall(text)) > 1:
        return True
    if any(_is_kanji(whole) for whole in _WHOLE.findall(text)):
        return True
    return _HALF_KANA.search(text) is not None and sum(map(is_rare, text)) > 1


def _is_kanji(whole: str) -> bool:
    """Say whether three Western signs are the bytes of a usual Japanese character."""
    try:
        meant = whole.encode("cp1252", "kanazawa-latin").decode("utf-8")
    except UnicodeError:
        return False
    return _JAPANESE.fullmatch(meant) is not None and is_common(meant)


def is_rare(sign: str) -> bool:
    """Say whether a kanji is one of those that the first bytes of UTF-8 look like."""
    return "\u4e00" <= sign <= "\u9fff" and sign.encode("cp932", "ignore")[:1] in _RARE_LEADS


def ungarbled(text: str) -> str | None:
    """Return the text meant, where every byte of it is still there; else None."""
    if _begins_like_no_utf8(text):
        return None
    # No Japanese letter stands in the Western encodings.
    # Windows-1252 lets the bytes through that it has no sign for.
    encodings = ("cp932",) if _JAPANESE.search(text) else ("cp932", "cp1252", "latin-1")
    for encoding in encodings:
        errors = "kanazawa-latin" if encoding == "cp1252" else "strict"
        # In place of a byte that is no character on its own, programs show "・".
        if encoding == "cp932" and "・" in text:
            continue
        try:
            meant = text.encode(encoding, errors).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) < len(text) and _is_sensible(meant, text):
            return meant
    return unwesterned(text)


def _begins_like_no_utf8(text: str) -> bool:
    """Say so of nearly every Japanese text, which is not worth a closer look then.

    No character of UTF-8 begins with a byte below C2, as most characters of Shift_JIS do.
    """
    first = _FOREIGN.search(text)
    lead = first[0].encode("cp932", "ignore")[:1] if first else b""
    return b"\x80" < lead < b"\xc2" and _JAPANESE.search(text) is not None


def _is_sensible(meant: str, text: str) -> bool:
    """Say whether a text may be what was meant.

    A single Japanese character is only where no letter or digit came out of other bytes.
    """
    signs = _JAPANESE.findall(meant)
    if not signs or (len(signs) == 1 and not (is_common(signs[0]) and _ascii(meant, text))):
        return False
    return all(unicodedata.category(sign) not in ("Cc", "Co", "Cn", "Cf") for sign in meant)


def _ascii(meant: str, text: str) -> bool:
    """Say whether both hold the same letters, digits and signs of ASCII."""
    return list(filter(str.isascii, meant)) == list(filter(str.isascii, text))
