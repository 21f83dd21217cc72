"""Numbers as people and spreadsheets write them."""

from __future__ import annotations

import re
from decimal import Decimal

from ckanext.kanazawa.lib.text.width import half_width, hyphens

PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# Spreadsheets always write the sign of the exponent; without it 1E10 may be a code.
_SCIENTIFIC = re.compile(r"(-?)([0-9])(?:\.([0-9]+))?[eE]\+([0-9]{1,3})")
_STOREY = re.compile(
    "(?:(?P<below>地下|[Bb])|(?P<between>中)|地上)?(?P<number>[1-9][0-9]?)(?:階|[Ff])?"
)
# Excel shows 15 digits; what is beyond comes from binary fractions.
_NOISE_DECIMALS = 13
_KEPT_DECIMALS = 10


def plain_number(text: str) -> str | None:
    """Return a number without separators and signs of bookkeeping, or None where it is none.

    １，２００ → 1200, △3 → -3, .5 → 0.5, 5. → 5, +4 → 4. Neither 10² nor 12 34 is a number:
    the width is changed, but no other form of a digit, and nothing is joined.
    """
    folded = hyphens(half_width(text)).strip()
    folded = re.sub("^[△▲]", "-", folded).removeprefix("+")
    if _GROUPED.fullmatch(folded):
        folded = folded.replace(",", "")
    if folded.startswith(".") and folded[1:].isdigit():
        folded = "0" + folded
    if folded.endswith("."):
        folded = folded[:-1]
    return folded if PLAIN.fullmatch(folded) else None


def from_scientific(text: str) -> str | None:
    """Return 4.000020172014E+12 as its digits, where none is missing; else None.

    A spreadsheet cuts long numbers to a few digits when it shows them so: 1.23E+12 may have
    been any of ten milliards, and is not read.
    """
    match = _SCIENTIFIC.fullmatch(half_width(text))
    if not match:
        return None
    sign, first, decimals, exponent = match.groups()
    decimals = decimals or ""
    if len(decimals) != int(exponent):
        return None
    return sign + first + decimals


def storey(text: str) -> str | None:
    """Return a storey as the standard counts: 3階 → 3, 地下1階 and B1F → -1, 中2階 → 1.5.

    Source: 自治体標準オープンデータセット 定義書A, 高度の値.
    """
    match = _STOREY.fullmatch(half_width(text).strip())
    if not match:
        return None
    number = int(match["number"])
    if match["between"]:
        return f"{number - 1}.5"
    return f"-{number}" if match["below"] else str(number)


def is_scientific(text: str) -> bool:
    """Say whether a text is a number a spreadsheet shortened, like 1.23E+12."""
    if "+" not in text and "＋" not in text:
        return False
    return _SCIENTIFIC.fullmatch(half_width(text)) is not None


def without_noise(text: str) -> str | None:
    """Return 36.561325000000004 as 36.561325; None where there is no such noise."""
    _, _, decimals = text.partition(".")
    if len(decimals) < _NOISE_DECIMALS:
        return None
    rounded = f"{Decimal(text):.{_KEPT_DECIMALS}f}".rstrip("0").rstrip(".")
    short = len(rounded.partition(".")[2]) <= _KEPT_DECIMALS - 2
    close = abs(Decimal(rounded) - Decimal(text)) < Decimal("1e-11")
    return rounded if short and close else None
