"""House numbers that became days, in columns of their own and inside whole addresses."""

from __future__ import annotations

import re
from functools import cache

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.text.dates import from_serial
from ckanext.kanazawa.lib.text.house_numbers import (
    MONTHS,
    day_inside,
    is_day,
    is_serial,
    typed_numbers,
)

DAY, SERIAL, RESTORE = "house-number-date", "house-number-serial", "restore-house-number"
# Headings under which 1-2 is a house number.
_HEADINGS = ("番地", "番号以下", "街区")
# Spreadsheets take the year of typing.
_SERIAL_YEARS = range(2010, 2031)
# Cells that want a closer look; they may turn out right. The same to Python and to Rust.
SPOILT = (
    r"^(?:[0-9]+月[0-9]+日|[0-9]+-[A-Z][a-z][a-z]|[A-Z][a-z][a-z]-[0-9]+|4[0-9]{4}"
    r"|(?:19|20)[0-9]{2}[/年-][0-9].*|(?:明治|大正|昭和|平成|令和|[MTSHR])[0-9元].*)$"
)
SPOILT_INSIDE = (
    rf"[0-9]月[0-9]|[0-9]-(?:{MONTHS})|(?:{MONTHS})-[0-9]"
    r"|(?:19|20)[0-9]{2}(?:/[0-9]|-[01][0-9]-[0-3][0-9]|年[0-9])"
)


def holds_house_numbers(field: Field) -> bool:
    """Say whether a column holds house numbers, which spreadsheets take for days."""
    return _names_house_numbers(field.name)


@cache
def _names_house_numbers(heading: str) -> bool:
    return any(word in heading for word in _HEADINGS)


def spoilt_house_number(text: str, field: Field) -> tuple[Diagnosis, ...]:
    """Find 1月2日 where 1-2 was typed as a house number and a spreadsheet made it a day.

    With a year (2025/1/2) it is not certain what was typed; only the whole address of the row
    can tell. The number of a day (44928) is a question: real house numbers have five digits,
    too.
    """
    if not holds_house_numbers(field):
        return ()
    if is_day(text):
        return (_of_day(text, text),)
    if not is_serial(text) or from_serial(int(text)).year not in _SERIAL_YEARS:
        return ()
    return (Diagnosis(SERIAL, params={"meant": typed_numbers(text)[0]}),)


def spoilt_inside(address: str) -> tuple[Diagnosis, ...]:
    """Find a day where a whole address should have its house number."""
    if not re.search(SPOILT_INSIDE, address):
        return ()
    day = day_inside(address)
    return () if day is None else (_of_day(day, address),)


def restored(text: str, number: str, told_by: str | None = None) -> Diagnosis:
    """Return the diagnosis of a day in whose place it is certain what has to stand.

    Args:
        text: what the cell should hold.
        number: the house number in it.
        told_by: heading of the column that has the number, too.
    """
    meant = {"ja": f"番地の「{number}」", "en": f'the house number "{number}"'}
    if told_by:
        meant["ja"] += f"（「{told_by}」にあるとおり）"
        meant["en"] += f' (as in "{told_by}")'
    return Diagnosis(DAY, text, RESTORE, {"repaired": text, "meant": meant})


def _of_day(day: str, text: str) -> Diagnosis:
    """Return the diagnosis of a day in a text, which may be nothing but the day."""
    numbers = typed_numbers(day)
    if len(numbers) == 1:
        return restored(text.replace(day, numbers[0]), numbers[0])
    perhaps = {
        "ja": f"番地（「{numbers[0]}」など。元の資料で確かめてください）",
        "en": f'the house number, perhaps "{numbers[0]}" (see the original)',
    }
    return Diagnosis(DAY, params={"meant": perhaps})
