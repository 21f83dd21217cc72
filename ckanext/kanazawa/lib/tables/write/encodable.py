"""What an encoding cannot hold, and the nearest it can."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Python writes these in CP932 without a word, and they come back as another character.
CHANGED_ON_THE_WAY = "〜−‖¢£¬"
# And these as single bytes that mean nothing to others.
BYTES_OF_PYTHON = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"
# Characters that look the same, or stand for the same in print.
TWINS = {
    "〜": "～",
    "−": "－",
    "‖": "∥",
    "¢": "￠",
    "£": "￡",
    "¬": "￢",
    "—": "―",
    "–": "－",
    "‐": "-",
    "‑": "-",
    "‒": "－",
    "¥": "￥",
    "‾": "￣",
    "\u00a0": " ",
    "•": "・",
    "∙": "・",
    "♥": "ハート",
}
# What Japanese printers put where a character is missing.
MISSING = "〓"
# A character with the marks that belong to it: voicing marks, accents, variation selectors.
CLUSTER = re.compile(
    "[^\u3099\u309a\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "[\u3099\u309a\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*|.",
    re.DOTALL,
)
_changed = re.compile(f"[{CHANGED_ON_THE_WAY}{BYTES_OF_PYTHON}]")


# Each character an encoding lacks, and what stands for it.
Changes = tuple[tuple[str, str], ...]


def is_encodable(text: str, encoding: str) -> bool:
    """Say whether text comes back from the encoding as it went in."""
    if encoding.startswith("utf-"):
        return True
    if encoding == "cp932" and _changed.search(text):
        return False
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return False
    # Some encodings write ¥ as a backslash. In CP932 what changes is known.
    return encoding == "cp932" or data.decode(encoding, "replace") == text


def replaced(text: str, encoding: str) -> tuple[str, Changes]:
    """Replace what the encoding cannot hold.

    Returns:
        The text that can be written, and each (character, what stands for it) once.
    """
    parts: list[str] = []
    changes: dict[str, str] = {}
    clusters: list[str] = CLUSTER.findall(text)
    for cluster in clusters:
        if not is_encodable(cluster, encoding):
            changes[cluster] = nearest(cluster, encoding)
        parts.append(changes.get(cluster, cluster))
    return "".join(parts), tuple(changes.items())


@cache
def nearest(cluster: str, encoding: str) -> str:
    """Return what is written instead of one character with its marks."""
    plain = re.sub("[\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", cluster)
    decomposed = unicodedata.normalize("NFKD", plain)
    candidates = (
        TWINS.get(cluster, cluster),
        plain,
        unicodedata.normalize("NFC", plain),
        unicodedata.normalize("NFKC", plain),
        "".join(sign for sign in decomposed if not unicodedata.combining(sign)),
    )
    for candidate in candidates:
        if candidate and is_encodable(candidate, encoding):
            return candidate
    return MISSING


def described(character: str) -> str:
    """Return a character with its code points: "𠮷 (U+20BB7)"."""
    points = " ".join(f"U+{ord(sign):04X}" for sign in character)
    return f"{character} ({points})" if character.isprintable() else points
