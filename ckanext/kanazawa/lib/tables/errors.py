"""Errors of the table tools: what stops the work on a whole file.

Problems inside a table are no errors but findings (`findings.py`).

    TableError
    ├── FileError              the file cannot be read as a table
    │   ├── NotATableError     it is something else: HTML, PDF, an image, a program
    │   ├── UndecodableError   its bytes are text of no encoding we know
    │   ├── ProtectedError     a password locks the workbook or the ZIP
    │   ├── DamagedError       cut off, or not what its ending says
    │   ├── EmptyFileError     nothing in it
    │   └── LimitError         larger, wider or deeper than we are willing to unpack
    ├── FormatError            no such format, version or column
    ├── DefinitionError        a definition under `schemas/tables/` is wrong
    ├── MappingError           a column mapping does not fit the table or the format
    └── WriteError             the result cannot be written in that form or encoding
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.messages import message


class TableError(Exception):
    """What stops the work on a file, with a stable code and a text in both languages.

    Attributes:
        code: stable, kebab-case; its texts stand in `schemas/tables/messages/`.
        params: what the text names (file, sheet, limit, ...).
        passing: another try, a little later, may succeed.
    """

    passing = False

    def __init__(self, code: str, **params: Any):
        self.code = code
        self.params: Mapping[str, Any] = params
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Return where, what and what instead, in "ja" or "en"."""
        return message(self.code, language, self.params)


class FileError(TableError):
    """The file cannot be read as a table."""


class NotATableError(FileError):
    """The file is something else, whatever its ending says: HTML, PDF, an image, a program."""


class UndecodableError(FileError):
    """The bytes are text of no encoding we know; names the first place that fits none."""


class ProtectedError(FileError):
    """A password locks the workbook or the ZIP."""


class DamagedError(FileError):
    """The file is cut off, or its inside is not what its beginning promises."""


class EmptyFileError(FileError):
    """There is nothing in the file, or nothing but empty cells."""


class LimitError(FileError):
    """The file is larger, wider or deeper than we are willing to unpack."""


class FormatError(TableError):
    """There is no such format, version or column."""


class DefinitionError(TableError):
    """A definition under `schemas/tables/` is wrong; names file, place and what is expected."""


class MappingError(TableError):
    """A column mapping does not fit the table or the format."""


class WriteError(TableError):
    """The result cannot be written in that form or encoding."""
