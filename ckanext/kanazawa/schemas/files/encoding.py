"""The encoding of a text file, guessed by strict decoding of its beginning."""

from __future__ import annotations

import codecs

from ckanext.kanazawa.lib.choices import load_choices

# Value in `kanazawa_encoding` (encodings.yaml) → Python codec, in order of trial.
STRICT: tuple[tuple[str, str], ...] = (
    ("UTF-8", "utf-8"),
    ("CP932", "cp932"),
    ("EUC-JP", "euc_jp"),
)

# Bytes of a PDF that is named as text would pass as EUC-JP.
PDF = b"%PDF-"


def guess_encoding(sample: bytes, is_whole: bool) -> str | None:
    """Guess the encoding of a text file.

    Args:
        sample: the beginning of the file.
        is_whole: whether the sample is all of it; a cut sample may end inside a
            character.

    Returns:
        A value of `kanazawa_encoding`, or None where it is no text we can read.
    """
    if sample.startswith(codecs.BOM_UTF8):
        return "UTF-8-BOM" if decodes(sample[3:], "utf-8", is_whole) is not None else None
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16" if decodes(sample, "utf-16", is_whole) is not None else None
    if b"\x00" in sample or sample.startswith(PDF):
        return None
    if b"\x1b$" in sample and decodes(sample, "iso2022_jp", is_whole) is not None:
        return "ISO-2022-JP"
    texts = {name: decodes(sample, codec, is_whole) for name, codec in STRICT}
    if texts["UTF-8"] is not None:
        return "UTF-8"
    readable = {name: text for name, text in texts.items() if text is not None}
    # EUC-JP bytes often pass as CP932 half-width katakana: fewer of them is truer.
    return min(readable, key=lambda name: half_width_kana(readable[name]), default=None)


def decodes(sample: bytes, codec: str, is_whole: bool) -> str | None:
    """Decode strictly; None where that fails."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(sample, is_whole)
    except UnicodeDecodeError:
        return None


def half_width_kana(text: str) -> int:
    """Count half-width katakana (U+FF61 to U+FF9F)."""
    return sum("\uff61" <= sign <= "\uff9f" for sign in text)


def charset_of(encoding: str) -> str | None:
    """Return what Content-Type calls an encoding of encodings.yaml; None if unknown."""
    choice = load_choices("encodings").get(encoding)
    return str(choice.extra.get("iana", choice.value)).lower() if choice else None
