"""Read what stands in a cell as the value of a field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas import dates
from ckanext.kanazawa.schemas.speech import both
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, value_of_word
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tags import even_width, split_tags

# What stands between several values in one cell; the standard says ";".
_SEPARATOR = re.compile(r"[;；\n]")
_LISTED = 30
_PUBLIC = ("公開", "public", "はい", "yes", "○", "true", "1")
_PRIVATE = ("非公開", "private", "いいえ", "no", "×", "false", "0")


def value_of(column: Column, text: str, row: int) -> Any:
    """Return the value of a field that a cell holds.

    Args:
        column: of the cell, one that fills in a field.
        text: in the cell, not empty.
        row: for the message.

    Raises:
        Refusal: it cannot be understood; says where, what, and what instead.
    """
    try:
        return READERS[column.how](column, text)
    except Refusal as refusal:
        raise Refusal(_placed(column, refusal.said), row) from None


def _placed(column: Column, said: dict[str, str]) -> dict[str, str]:
    return {language: f"{column.heading(language)}: {text}" for language, text in said.items()}


def parts(text: str) -> list[str]:
    """Return the several values of one cell."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _text(column: Column, text: str) -> str:
    return text


def _translated(column: Column, text: str) -> dict[str, str]:
    return {column.part: text}


def _choice(column: Column, text: str) -> str:
    value = value_of_word(column.choices, text)
    if value is None:
        raise Refusal(both(lambda: _unknown(column, text)))
    return value


def _unknown(column: Column, text: str) -> str:
    language = tk.h.kanazawa_language()
    offered = [choice.text(language) for choice in column.words().values()]
    more = "…" if len(offered) > _LISTED else ""
    return tk._('"{found}" is not known here. Choose from: {offered}').format(
        found=text[:80], offered=", ".join(offered[:_LISTED]) + more
    )


def _choices(column: Column, text: str) -> list[str]:
    wanted = {_choice(column, part) for part in parts(text)}
    return [value for value in column.words() if value in wanted]


def _tags(column: Column, text: str) -> list[str]:
    named = split_tags(_SEPARATOR.sub(",", text))
    return list(dict.fromkeys(even_width(" ".join(name.split())) for name in named))


def _texts(column: Column, text: str) -> list[str]:
    return parts(text)


def _day(column: Column, text: str) -> str:
    found = dates.read_moment(text)
    if found is None:
        raise Refusal(
            both(
                lambda: tk._('"{found}" is no day. Write it like 2026-04-01.').format(
                    found=text[:80]
                )
            )
        )
    return found


def _periods(column: Column, text: str) -> list[dict[str, str]]:
    found = []
    for part in parts(text):
        ends = re.split(r"[/~〜～]", part)
        read = [dates.read_period_end(end) if end.strip() else "" for end in ends]
        if len(read) != 2 or None in read or not any(read):
            raise Refusal(both(lambda: _no_period(text)))
        named = zip(("start", "end"), read, strict=True)
        found.append({name: end for name, end in named if end})
    return found


def _no_period(text: str) -> str:
    return tk._('"{found}" is no period. Write it like 2026-04-01/2027-03-31.').format(
        found=text[:80]
    )


def _contact(column: Column, text: str) -> list[dict[str, str]]:
    return [{column.part: text}]


def _visibility(column: Column, text: str) -> bool:
    plain = text.strip().lower()
    if plain in _PUBLIC or plain in _PRIVATE:
        return plain in _PRIVATE
    raise Refusal(
        both(
            lambda: tk._('"{found}" is not understood. Write public or private.').format(
                found=text[:80]
            )
        )
    )


READERS: dict[str, Callable[[Column, str], Any]] = {
    "name": _text,
    "text": _text,
    "terms": _text,
    "translated": _translated,
    "choice": _choice,
    "licence": _choice,
    "choices": _choices,
    "tags": _tags,
    "texts": _texts,
    "day": _day,
    "periods": _periods,
    "contact": _contact,
    "visibility": _visibility,
}
