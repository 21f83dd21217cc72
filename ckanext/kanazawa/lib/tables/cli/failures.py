"""What stops a command, apart from what stops the reading of a file (`lib/tables/errors.py`).

Failure            has an exit status and a text in both languages
├── Usage          the options or names given do not fit
├── Exists         a result is there already, and is not overwritten unasked
├── Unreadable     a file or folder cannot be opened
└── Unwritable     the result cannot be written
"""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.layout import printable
from ckanext.kanazawa.lib.tables.cli.texts import text
from ckanext.kanazawa.lib.tables.errors import (
    DefinitionError,
    FormatError,
    MappingError,
    TableError,
    WriteError,
)


class Failure(Exception):
    """What stops a command or the work on one file.

    Attributes:
        key: of the text in `texts/`, without "fail.".
        values: what the text names; a value may itself be {"ja": ..., "en": ...}.
    """

    status = Exit.UNEXPECTED

    def __init__(self, key: str, **values: object):
        self.key = key
        self.values = values
        super().__init__(self.text("en"))

    @property
    def code(self) -> str:
        """Return the key as programs read codes, in kebab-case."""
        return self.key.replace("_", "-")

    def text(self, language: str) -> str:
        """Return what is wrong and what to do, in "ja" or "en"."""
        values = {
            name: value[language] if isinstance(value, Mapping) else printable(str(value))
            for name, value in self.values.items()
        }
        return text(f"fail.{self.key}", language, **values)


class Usage(Failure):
    """The options or names given do not fit."""

    status = Exit.USAGE


class Exists(Failure):
    """A result is there already, and is not overwritten unasked."""

    status = Exit.EXISTS


class Unreadable(Failure):
    """A file or folder cannot be opened."""

    status = Exit.UNREADABLE


class Unwritable(Failure):
    """The result cannot be written: rights, space, the device."""

    status = Exit.UNWRITABLE


def status_of(error: Failure | TableError) -> Exit:
    """Return the exit status an error of the tools leads to."""
    if isinstance(error, Failure):
        return error.status
    if isinstance(error, WriteError):
        return Exit.UNWRITABLE
    if isinstance(error, FormatError | MappingError | DefinitionError):
        return Exit.USAGE
    return Exit.UNREADABLE
