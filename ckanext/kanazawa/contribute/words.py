"""Read short texts that people type: names, addresses; long or odd ones are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

Errors = dict[str, list[str]]
# Controls, and signs that turn the direction of writing or cannot be seen.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}")


class Words:
    """The fields of a form, with what is wrong with them.

    Args:
        given: as the form or the API sent them.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.errors: Errors = {}

    def wrong(self, field: str, text: str) -> None:
        """Note what is wrong with a field."""
        self.errors.setdefault(field, []).append(text)

    def check(self) -> None:
        """Stop where something is wrong.

        Raises:
            tk.ValidationError: with the messages of each field.
        """
        if self.errors:
            raise tk.ValidationError(self.errors)  # pyright: ignore[reportArgumentType]

    def raw(self, field: str) -> str:
        """Return a text as it is; "" where there is none, or something else than text."""
        value = self.given.get(field)
        return value if isinstance(value, str) else ""

    def line(self, field: str, longest: int, needed: bool = False) -> str:
        """Return one line of text without signs that cannot be seen."""
        text = self._fitting(field, longest, needed).strip()
        return " ".join(_visible(text).split())

    def text(self, field: str, longest: int, needed: bool = False) -> str:
        """Return a text of several lines."""
        lines = self._fitting(field, longest, needed).replace("\r\n", "\n").split("\n")
        return "\n".join(_visible(line) for line in lines).strip()

    def choice(self, field: str, choices: tuple[str, ...]) -> str:
        """Return one of several values."""
        value = self.raw(field)
        if value not in choices:
            self.wrong(field, tk._("Choose one of the list."))
        return value

    def address(self, field: str) -> str:
        """Return a mail address; full-width signs are taken for what they stand for."""
        text = self.raw(field)
        if len(text) > 4 * LONGEST_ADDRESS:
            text = ""
        text = unicodedata.normalize("NFKC", text).strip()
        if len(text) > LONGEST_ADDRESS or not ADDRESS.fullmatch(text):
            self.wrong(field, tk._("Write a mail address, such as hanako@example.jp."))
        return text

    def _fitting(self, field: str, longest: int, needed: bool) -> str:
        text = self.raw(field)
        if len(text) > longest:
            self.wrong(
                field,
                tk._("Too long: {length} characters. At most {longest} fit.").format(
                    length=f"{len(text):,}", longest=f"{longest:,}"
                ),
            )
            return ""
        if needed and not _visible(text).strip():
            self.wrong(field, tk._("Fill this in."))
        return text


def _visible(text: str) -> str:
    kept = (" " if sign == "\t" else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in UNSEEN)
