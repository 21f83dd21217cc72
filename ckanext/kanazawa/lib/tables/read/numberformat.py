"""Number formats of workbooks that change what a person reads: percentages, leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
# Colours, languages and quoted words, which are no digits.
DECORATION = re.compile(r"\[(?!<|>|=)[^\]]*\]|_.|\*.")
QUOTED = re.compile(r'"([^"]*)"')
# Formats that have a number of their own instead of a code. Those from 27 on are the dates
# of East Asian versions.
DATES = (*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58)
BUILT_IN: dict[int, str] = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys(DATES, "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h:mm"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
}
# Spreadsheets show this for a moment before their calendar begins.
NEGATIVE_MOMENT = "########"
PERIOD = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
DATE_SIGNS = re.compile(r"[ymdhseg]", re.I)
# Digits with dashes, brackets and spaces between: post codes, telephones, padded numbers.
PADDED = re.compile(r"[0#?()\- ]*")


@dataclass(frozen=True)
class NumberFormat:
    """A format that shows more than the plain number.

    Attributes:
        decimals: of a percentage, at least; None for formats that pad.
        sections: condition sign, its number, and the mask, in order.
    """

    decimals: int | None
    sections: tuple[tuple[str, float, str], ...] = ()

    def text(self, value: float) -> str:
        """Return what a person sees for a number, with all the digits it has."""
        if self.decimals is not None:
            return percentage(value, self.decimals)
        for sign, bound, mask in self.sections:
            if _holds(value, sign, bound):
                return _filled(mask, value)
        return number_text(value)


@cache
def number_format(code: str) -> NumberFormat | None:
    """Return the format of a code, None where the plain number says the same."""
    plain = DECORATION.sub("", QUOTED.sub("", code))
    first = plain.split(";")[0]
    if "%" in first:
        decimals = first.partition(".")[2]
        return NumberFormat(sum(1 for sign in decimals if sign in "0#?"))
    sections = tuple(_section(part) for part in plain.split(";")[:3])
    masks = [mask for _, _, mask in sections if mask]
    if not masks or not all(PADDED.fullmatch(mask) for mask in masks):
        return None
    if not any(_pads(mask) for mask in masks):
        return None
    if not any(sign for sign, _, _ in sections):
        # Without conditions the sections are for positive, negative and zero.
        sections = (("", 0.0, masks[0]),)
    return NumberFormat(None, sections)


@cache
def date_kind(code: str) -> str | None:
    """Return "period" for hours beyond a day, "date" for dates and times, else None."""
    plain = QUOTED.sub("", code).split(";")[0]
    plain = re.sub(r"\\.", "", plain)
    if PERIOD.search(plain):
        return "period"
    plain = re.sub(r"\[[^\]]*\]|_.|\*.", "", plain)
    if plain.lower() == "general" or "%" in plain:
        return None
    digits = any(sign in plain for sign in "#?0")
    return "date" if DATE_SIGNS.search(plain) and not digits else None


@cache
def shows_day(code: str) -> bool:
    """Say whether a format shows a day, and not just the time of one."""
    plain = re.sub(r"\\.|\[[^\]]*\]|_.|\*.", "", QUOTED.sub("", code)).split(";")[0].lower()
    return any(sign in plain for sign in "ydeg") or not any(sign in plain for sign in "hs")


def early_text(value: float, code: str) -> str | None:
    """Return what a spreadsheet shows for a number before its calendar, or at its beginning.

    Days are counted from 1 January 1900, and 60 is 29 February, which that year did not have.

    Args:
        value: the number of days in the cell.
        code: a format of dates or times; not of periods.

    Returns:
        "1900-01-00" for nought as a day, "########" for what lies before, "1900-01-01" for 1;
        None where the number means what it means everywhere else.
    """
    if value < 0:
        return NEGATIVE_MOMENT
    if value >= 61 or not shows_day(code):
        return None
    days, seconds = divmod(round(value * 86_400), 86_400)
    month, day = (1, days) if days <= 31 else (2, days - 31)
    text = f"1900-{month:02d}-{day:02d}"
    if not seconds:
        return text
    return f"{text} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}".removesuffix(
        ":00"
    )


def is_no_day(text: str) -> bool:
    """Say whether an early text names a day that is in no calendar."""
    return text == NEGATIVE_MOMENT or text.startswith(("1900-01-00", "1900-02-29"))


def percentage(value: float, decimals: int) -> str:
    """Return 0.123 as "12.3%", with at least as many decimals as its format has."""
    exact = (Decimal(format(value, ".15g")) * 100).normalize()
    own = max(0, -int(exact.as_tuple().exponent))
    return f"{exact:.{max(own, decimals)}f}%"


def number_text(value: float) -> str:
    """Return a number without a machine's noise and without powers of ten."""
    # 15 digits are what a workbook keeps of a number. Adding 0 turns -0 into 0.
    text = "%.15g" % (value + 0.0)
    if "e" not in text:
        return text if "n" not in text else ""
    if value == int(value) and abs(value) < 2**63:
        return str(int(value))
    text = format(Decimal(text), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(part: str) -> tuple[str, float, str]:
    condition = CONDITION.search(part)
    mask = CONDITION.sub("", part).replace("\\", "").strip()
    if condition is None:
        return "", 0.0, mask
    try:
        return condition[1], float(condition[2]), mask
    except ValueError:
        return "", 0.0, mask


def _pads(mask: str) -> bool:
    digits = [sign for sign in mask if sign in "0#?"]
    zeros = mask.count("0")
    return zeros > 1 or (len(digits) > 1 and digits[0] == "#" and "-" in mask.strip("-() "))


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "": True,
        "<=": value <= bound,
        ">=": value >= bound,
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _filled(mask: str, value: float) -> str:
    """Fill the digits of a number into a mask from its right end."""
    if value != int(value):
        return number_text(value)
    digits = list(str(abs(int(value))))
    out: list[str] = []
    places = sum(1 for sign in mask if sign in "0#?")
    for sign in reversed(mask):
        if sign not in "0#?":
            # Signs between the digits of "#" appear only where digits are left.
            if digits or "0" in mask or sign in "()":
                out.append(sign)
            continue
        places -= 1
        if digits:
            out.append(digits.pop())
            while not places and digits:
                out.append(digits.pop())
        elif sign == "0":
            out.append("0")
    return ("-" if value < 0 else "") + "".join(reversed(out)).strip()
