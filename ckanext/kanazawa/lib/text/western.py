"""Japanese text that was taken for Western: its bytes read as Windows-1252 or Latin-1."""

from __future__ import annotations

import codecs
import re
import unicodedata

# Signs that stand in Western text itself, beside letters: quotation marks, dashes, euro.
_USUAL = "‘’“”–—•…€™"
# Other signs of Windows-1252 beside ASCII and Latin-1, and what is in no Western text.
_OTHERS = "‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ"
_TELLING = re.compile(f"[\x80-\xff{_OTHERS}]")
_BEYOND = re.compile(f"[^\x00-\xff{_USUAL}{_OTHERS}]")
# Half-width kana are what other bytes look like in Shift_JIS.
_ODD = re.compile("[｡-ﾟ\ufffd]")
_JAPANESE = re.compile("[ぁ-んァ-ヺ一-鿿々]")
_WORD = re.compile("[A-Za-zぁ-んァ-ヺー一-鿿々]+")
# A second byte that lost its first; programs drop those Windows-1252 has no characters for.
_CONTROL = re.compile("[\x80-\x9f]")
_ORPHAN = re.compile(r"[ぁ-んァ-ヺー一-鿿々][@-~]")
# Where the kanji of everyday begin and end in Shift_JIS. Accented letters in Western words
# begin kanji of the second level, which make up no text.
_FIRST_LEVEL = (b"\x88\x9f", b"\x98\x72")
# Encodings, and how many usual characters tell; of EUC-JP, in capitals with accents, more.
_ENCODINGS = {"cp932": 2, "euc_jp": 3}
# Fewer rare kanji than one in this many.
_COMMON_PER_RARE = 2


def _latin(error: UnicodeError) -> tuple[bytes, int]:
    """Take a character for the byte of its number, as Latin-1 does.

    Windows-1252 names no characters for 81, 8D, 8F, 90 and 9D; programs let them through.
    """
    if isinstance(error, UnicodeEncodeError):
        signs = error.object[error.start : error.end]
        if all(ord(sign) < 0x100 for sign in signs):
            return signs.encode("latin-1"), error.end
    raise error


codecs.register_error("kanazawa-latin", _latin)  # type: ignore[arg-type]


def unwesterned(text: str) -> str | None:
    """Return the Japanese text meant, where every byte of it is still there; else None."""
    data = _bytes(text)
    if data is None or "?" in text:
        return None
    for encoding, enough in _ENCODINGS.items():
        try:
            meant = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _ODD.search(meant) or not _is_japanese(meant, enough):
            continue
        return meant if _CONTROL.search(text) or not _ORPHAN.search(meant) else None
    return None


def is_westerned(text: str) -> bool:
    """Say whether a text was Japanese before it lost some of its bytes."""
    data = _bytes(text.replace("\ufffd", "?"))
    if data is None:
        return False
    return any(_is_japanese(_ODD.sub("", data.decode(it, "replace")), 3) for it in _ENCODINGS)


def _bytes(text: str) -> bytes | None:
    """Return the bytes a text was, None where it may well be Western."""
    if _BEYOND.search(text) or not _TELLING.search(text):
        return None
    return text.encode("cp1252", "kanazawa-latin")


def _is_japanese(text: str, at_least: int) -> bool:
    """Say whether a text holds so many kana and usual kanji that none of it is chance."""
    if any(unicodedata.category(sign) in ("Cc", "Co", "Cn", "Cf") for sign in text):
        return False
    signs = _JAPANESE.findall(text)
    common = sum(map(is_common, signs))
    if common < at_least or (len(signs) - common) * _COMMON_PER_RARE > common:
        return False
    # "It's" stays a word of letters, though its ' and s were one kanji.
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return all(len(_JAPANESE.findall(word)) * 2 >= len(word) for word in words)


def is_common(sign: str) -> bool:
    """Say whether a sign is kana or a kanji of everyday, as far as Shift_JIS tells."""
    if not "一" <= sign <= "鿿":
        return True
    data = sign.encode("cp932", "ignore")
    return _FIRST_LEVEL[0] <= data <= _FIRST_LEVEL[1]
