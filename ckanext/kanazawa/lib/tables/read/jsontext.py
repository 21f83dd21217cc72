"""JSON as it is written: numbers keep their digits, nested values become JSON text again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from ckanext.kanazawa.lib.tables.errors import DamagedError, LimitError

# Lists within lists deeper than this are no table.
DEEPEST = 200

# Half of a character beyond the first 65,536, which is no character.
HALF = re.compile(
    r"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


class Number(str):
    """A number as it is written, so that 136.660 stays 136.660."""


_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def parse(text: str, file: Any, line: int = 0) -> Any:
    """Read a JSON value.

    Args:
        text: the value and nothing else.
        file: what messages call the file.
        line: of the file, before the text begins.

    Raises:
        DamagedError: it is no JSON; names line and column.
        LimitError: it is nested too deep.
    """
    if "\\u" in text and (half := HALF.search(text)):
        before = text[: half.start()]
        row, column = before.count("\n") + 1, half.start() - before.rfind("\n")
        raise DamagedError("json-damaged", file=file, line=f"{line + row:,}", column=column)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise DamagedError(
            "json-damaged", file=file, line=f"{line + error.lineno:,}", column=error.colno
        ) from error
    except RecursionError as error:
        raise LimitError("json-too-deep", file=file) from error


def is_value(text: str) -> bool:
    """Say whether a line holds a whole JSON object or list."""
    try:
        return isinstance(_DECODER.decode(text), dict | list)
    except (ValueError, RecursionError):
        return False


def cell(value: Any) -> str | None:
    """Return the text of a value in a cell; None for null and ""."""
    if isinstance(value, str):
        return str(value) or None
    if value is None:
        return None
    return written(value)


def written(value: Any, depth: int = 0) -> str:
    """Return the JSON text of a value, numbers with the digits they had.

    Raises:
        RecursionError: it is nested too deep.
    """
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        pairs: Iterable[str] = (
            f"{json.dumps(key, ensure_ascii=False)}:{written(item, depth + 1)}"
            for key, item in value.items()
        )
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(item, depth + 1) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
