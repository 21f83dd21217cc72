"""Make what was found in files fit for the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Longer quotations help nobody, and a file may hold cells of a million signs.
LONGEST = 1_000


def storable(value: Any) -> Any:
    """Return a value as PostgreSQL's text and JSON can hold it, long texts cut.

    Args:
        value: text, number, None, or lists and mappings of these; anything else becomes text.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {storable(str(key)): storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(part) for part in value]
    return _text(str(value))


def _text(text: str) -> str:
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    # NUL cannot be stored; its picture tells as much. Half surrogates are no characters.
    return cut.replace("\x00", "␀").encode("utf-8", "replace").decode("utf-8")
