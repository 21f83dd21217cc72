"""Read one value of a proposal: tidied, or refused with a message for the person who typed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.words import LONGEST_ADDRESS, Words
from ckanext.kanazawa.lib.choices import Choice
from ckanext.kanazawa.schemas.shared import read_day, read_period_end

Reader = Callable[[Any], Any]
LANGUAGES = ("ja", "en")
# What PostgreSQL cannot store, and marks that turn the direction of a text to deceive.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"[^\s<>\"\\]+")
MOST_ROWS = 50


class Refused(Exception):
    """A value is not what the field takes; carries the messages."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = list(messages)


def text(longest: int) -> Reader:
    """Read a text of at most so many signs."""

    def read(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Refused(tk._("Text is expected here."))
        # Before anything looks at every sign of it.
        if len(value) > 4 * longest + 1000:
            raise Refused(_too_long(longest))
        tidy = unicodedata.normalize("NFC", UNFIT.sub("", value.replace("\r\n", "\n"))).strip()
        if len(tidy) > longest:
            raise Refused(_too_long(longest))
        return tidy

    return read


def translated(longest: int) -> Reader:
    """Read a text in both languages: {"ja", "en"}; a plain text is Japanese."""
    one = text(longest)

    def read(value: Any) -> dict[str, str]:
        if isinstance(value, str):
            value = {"ja": value}
        if value is None:
            return {}
        if not isinstance(value, Mapping) or set(value) - set(LANGUAGES):
            raise Refused(tk._("A text in the languages “ja” and “en” is expected here."))
        read_texts = {language: one(value.get(language)) for language in LANGUAGES}
        return {language: found for language, found in read_texts.items() if found}

    return read


def choice(known: Callable[[], Mapping[str, Choice]]) -> Reader:
    """Read a value of a list."""

    def read(value: Any) -> str:
        if value in (None, ""):
            return ""
        if not isinstance(value, str) or value not in known():
            raise Refused(tk._("Choose one of the values offered."))
        return value

    return read


def choices(known: Callable[[], Mapping[str, Choice]]) -> Reader:
    """Read several values of a list, each once."""
    one = choice(known)

    def read(value: Any) -> list[str]:
        given = _list(value)
        return [found for found in dict.fromkeys(one(each) for each in given) if found]

    return read


def day(value: Any) -> str:
    """Read a day as YYYY-MM-DD."""
    typed = text(40)(value)
    found = read_day(typed) if typed else ""
    if found is None:
        raise Refused(tk._('"{value}" is no date. Write it like 2026-04-01.').format(value=typed))
    return found


def period_date(value: Any) -> str:
    """Read a year, month or day."""
    typed = text(40)(value)
    found = read_period_end(typed) if typed else ""
    if found is None:
        message = tk._('"{value}" is no date. Write it like 2026, 2026-04 or 2026-04-01.')
        raise Refused(message.format(value=typed))
    return found


def mail_address(value: Any) -> str:
    """Read an address of mail; full-width signs are taken for what they stand for."""
    words = Words({"address": text(LONGEST_ADDRESS)(value)})
    typed = words.address("address") if words.raw("address") else ""
    if words.errors:
        raise Refused(*words.errors["address"])
    return typed


def address(value: Any) -> str:
    """Read an address of the web."""
    typed = text(2000)(value)
    if typed and not _is_address(typed):
        message = tk._('"{value}" is no web address. Write it like https://www.example.jp/page.')
        raise Refused(message.format(value=typed[:80]))
    return typed


def addresses(value: Any) -> list[str]:
    """Read several addresses of the web; in a form one a line."""
    given = value.splitlines() if isinstance(value, str) else _list(value)
    return [found for found in dict.fromkeys(address(each) for each in given) if found]


def identifier(read_one: Callable[[str], str | None], message: Callable[[], str]) -> Reader:
    """Read an identifier whose form and check digits are known."""

    def read(value: Any) -> str:
        typed = text(600)(value)
        found = read_one(typed) if typed else ""
        if found is None:
            raise Refused(message().format(value=typed[:80]))
        return found

    return read


def rows(columns: Mapping[str, Reader], called: Callable[[str], str] | None = None) -> Reader:
    """Read rows of sub-fields; empty rows are left out.

    Args:
        columns: name of a sub-field → its reader.
        called: name of a sub-field → what the form calls it, where it asks for one row only;
            without it a refusal names the line.
    """

    def read(value: Any) -> list[dict[str, Any]]:
        found = []
        for number, row in enumerate(_list(value), start=1):
            if not isinstance(row, Mapping) or set(row) - set(columns):
                raise Refused(
                    tk._("Line {number} is not of the form expected.").format(number=number)
                )
            found.append(_row(columns, row, number, called))
        return [row for row in found if row]

    return read


def _row(
    columns: Mapping[str, Reader],
    row: Mapping[str, Any],
    number: int,
    called: Callable[[str], str] | None,
) -> dict[str, Any]:
    read_row: dict[str, Any] = {}
    for name, reader in columns.items():
        try:
            found = reader(row.get(name))
        except Refused as refused:
            line = tk._("{label}: {value}") if called else tk._("Line {number}: {message}")
            told = {"label": called(name)} if called else {"number": number}
            raise Refused(
                *(line.format(**told, message=m, value=m) for m in refused.messages)
            ) from None
        if found:
            read_row[name] = found
    return read_row


def _list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise Refused(tk._("A list is expected here."))
    if len(value) > MOST_ROWS:
        raise Refused(tk._("At most {number} entries are possible here.").format(number=MOST_ROWS))
    return value


def _is_address(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and ADDRESS.fullmatch(typed) is not None
        )
    except ValueError:
        return False


def _too_long(longest: int) -> str:
    return tk._("The text is too long: at most {number} characters.").format(number=f"{longest:,}")
