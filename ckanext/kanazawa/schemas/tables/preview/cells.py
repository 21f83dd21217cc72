"""How a cell is shown: text, a number, a link, or the beginning of something long."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ckanext.kanazawa.schemas.tables.preview.columns import Column

# Characters of a cell that is shown whole, and of the beginning of a longer one.
LONG = 80
BEGINNING = 50
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?:\(?0\d{1,4}\)?[-(]?\d{1,4}[-)]?\d{3,4})")


@dataclass(frozen=True)
class Cell:
    """A cell as a template shows it; the template escapes all of it.

    Attributes:
        text: all of it.
        beginning: its first words where it is long, else "".
        href: where a click leads, "" for nowhere.
        is_number: stands on the right.
    """

    text: str
    beginning: str = ""
    href: str = ""
    is_number: bool = False


def cell_of(value: Any, column: Column) -> Cell:
    """Return how a value is shown."""
    text = text_of(value)
    if column.sort_of_value == "number":
        return Cell(text, is_number=True)
    href = link_of(text, column)
    beginning = f"{text[:BEGINNING]}…" if len(text) > LONG else ""
    return Cell(text, beginning, href)


def text_of(value: Any) -> str:
    """Return a value as text, exactly."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        # What was written, and not what became of it in binary: 136.73, no 136.73000000000002.
        return format(value, ".15g")
    return str(value)


def link_of(text: str, column: Column) -> str:
    """Return where a cell leads that is wholly an address, a mail address or a telephone number.

    Only `http`, `https`, `mailto` and `tel` ever come out of this.
    """
    if _URL.fullmatch(text):
        return text
    if _MAIL.fullmatch(text):
        return f"mailto:{text}"
    is_phone = column.kind == "phone" or "電話" in column.id or "phone" in column.id.lower()
    if is_phone and _PHONE.fullmatch(text):
        return f"tel:{re.sub(r'[^0-9]', '', text)}"
    return ""
