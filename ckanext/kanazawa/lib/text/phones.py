"""Japanese telephone numbers."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.width import hyphens

# Area code and exchange together have six digits, the subscriber four.
# Source: 総務省「電気通信番号計画」, 固定電話番号; 0AB0 numbers and 050 after them.
_GEOGRAPHIC = (
    "(?:0[1-9]-[0-9]{4}|0[1-9]{2}-[0-9]{3}|0[1-9][0-9]{2}-[0-9]{2}|0[1-9][0-9]{3}-[0-9])-[0-9]{4}"
)
_BRACKETED = (
    r"\((?:0[1-9]\)[0-9]{4}|0[1-9]{2}\)[0-9]{3}|0[1-9][0-9]{2}\)[0-9]{2}|0[1-9][0-9]{3}\)[0-9])"
    r"-[0-9]{4}"
)
_SERVICES = (
    r"(?:0120|0570|0180|0990)-[0-9]{3}-[0-9]{3}|(?:0120|0570)-[0-9]{2}-[0-9]{4}"
    r"|\((?:0120|0570)\)[0-9]{3}-[0-9]{3}|0800-[0-9]{3}-[0-9]{4}|050-[0-9]{4}-[0-9]{4}"
)
_ABROAD = r"\+81-[1-9][0-9]{0,3}-[0-9]{1,4}-[0-9]{3,4}"
PHONE = f"{_GEOGRAPHIC}|{_BRACKETED}|{_SERVICES}|{_ABROAD}"
MOBILE = "0[789]0-[0-9]{4}-[0-9]{4}"

_RIGHT = re.compile(f"{PHONE}|{MOBILE}")
_LABEL = re.compile(r"^(?:電話(?:番号)?|TEL|FAX|ファックス|ファクス)\s*[:.]?\s*", re.IGNORECASE)
_GROUPS = re.compile(r"\(?(0[0-9]{1,4})\)?[-./・ (]*([0-9]{1,4})[-./・ )]+([0-9]{3,4})")
# An area code apart, and the rest in one: (076)2202111.
_AREA_APART = re.compile(r"(\(0[0-9]{1,4}\)|0[0-9]{1,4}-)([0-9]{1,4})([0-9]{4})")
# Beginnings that alone tell where the groups part; others need the list of area codes.
_SPLITS = (
    ("0120", (4, 3, 3)),
    ("0570", (4, 3, 3)),
    ("0800", (4, 3, 4)),
    ("050", (3, 4, 4)),
    ("070", (3, 4, 4)),
    ("080", (3, 4, 4)),
    ("090", (3, 4, 4)),
    ("03", (2, 4, 4)),
    ("06", (2, 4, 4)),
    ("0761", (4, 2, 4)),
    ("0762", (3, 3, 4)),
    ("0767", (4, 2, 4)),
    ("0768", (4, 2, 4)),
)
_SEVERAL = re.compile(r"[;、,\n]|又は|または|\s{1,}(?=\(?0)|/(?=\(?0)")
# Faster to find than what stands around it.
_MAYBE_MOBILE = re.compile("0[789]0")
# The groups of a UUID (d7dbd090-4279-4714-b54e-...) are none.
_MOBILE_FREE = re.compile(
    r"(?<![0-9])(?<![0-9a-f]{5})0[789]0[-‐－ー ()]{0,2}[0-9]{4}[-‐－ー ]?[0-9]{4}"
    r"(?![0-9]|-[0-9a-f]{4})"
)


def read_phone(text: str) -> str | None:
    """Return a number with its separators, half-width; None where nobody can be sure.

    ０７６－２６９－２４５１ → 076-269-2451, 076(269)2451 → 076-269-2451,
    0762692451 → 076-269-2451.
    """
    folded = _LABEL.sub("", hyphens(fold_width(text)).strip())
    bare = folded.replace(" ", "")
    if _RIGHT.fullmatch(bare):
        return bare
    groups = _GROUPS.fullmatch(folded)
    if groups:
        joined = "-".join(groups.groups())
        return joined if _RIGHT.fullmatch(joined) else None
    apart = _AREA_APART.fullmatch(bare)
    if apart:
        joined = f"{apart[1]}{apart[2]}-{apart[3]}"
        return joined if _RIGHT.fullmatch(joined) else None
    return _split(bare) if bare.isdecimal() else None


def with_zero(text: str) -> str | None:
    """Return 762202111, which lost its zero in a spreadsheet, as 076-220-2111; else None."""
    bare = fold_width(text).strip()
    return _split("0" + bare) if re.fullmatch("[1-9][0-9]{8}", bare) else None


def _split(digits: str) -> str | None:
    for start, (first, second, third) in _SPLITS:
        if digits.startswith(start) and len(digits) == first + second + third:
            middle = first + second
            joined = f"{digits[:first]}-{digits[first:middle]}-{digits[middle:]}"
            return joined if _RIGHT.fullmatch(joined) else None
    return None


def several_phones(text: str) -> bool:
    """Say whether a cell holds more than one telephone number."""
    parts = [part for part in _SEVERAL.split(hyphens(fold_width(text)).strip()) if part.strip()]
    return len(parts) > 1 and sum(read_phone(part) is not None for part in parts) > 1


def has_mobile(text: str) -> bool:
    """Say whether a text holds a mobile telephone number, which mostly is a person's own."""
    folded = fold_width(text)
    return bool(_MAYBE_MOBILE.search(folded) and _MOBILE_FREE.search(folded))
