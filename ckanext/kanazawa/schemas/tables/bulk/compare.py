"""What of a dataset or file differs from what the sheet says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.kanazawa.schemas.intake.machine import as_list

Values = Mapping[str, Any]


def changes(given: Values, stored: Values) -> dict[str, Any]:
    """Return the fields that differ, whole, as an update takes them.

    Empty cells change nothing, so that what people added in the portal stays.

    Args:
        given: fields as `Entry.values` has them.
        stored: the dataset or resource, as its `_show` action returns it.
    """
    found = {}
    for name, value in given.items():
        before = stored.get(name)
        if name == "tags":
            wanted = _changed_tags(value, stored)
        elif name == "contact":
            wanted = _changed_contact(value, before or [])
        elif isinstance(value, dict):
            wanted = _changed_texts(value, before or {})
        else:
            wanted = None if _same(value, before) else value
        if wanted is not None:
            found[name] = wanted
    return found


def _same(value: Any, before: Any) -> bool:
    if isinstance(value, bool):
        return value == bool(before)
    if isinstance(value, list):
        known = before if isinstance(before, list) else as_list(before)
        return value == known
    return _tidy(value) == _tidy(before)


def _tidy(text: Any) -> str:
    """Return a text as it is stored: without room around it, lines ended as on Unix."""
    return str(text or "").replace("\r\n", "\n").strip()


def _changed_texts(value: Values, before: Any) -> dict[str, Any] | None:
    known = before if isinstance(before, dict) else {"ja": before}
    if all(_flat(text) == _flat(known.get(language)) for language, text in value.items()):
        return None
    return {**known, **value}


def _flat(text: Any) -> str:
    # A text of one line is stored without the breaks that a cell may hold.
    return " ".join(_tidy(text).split())


def _changed_tags(value: list[str], stored: Values) -> list[dict[str, str]] | None:
    ours = as_list(stored.get("kanazawa_auto_tags"))
    known = {tag["name"] for tag in stored.get("tags") or []}
    if set(value) | set(ours) == known | set(ours):
        return None
    return [{"name": name} for name in value]


def _changed_contact(value: list[Values], before: list[Values]) -> list[Values] | None:
    known = dict(before[0]) if before else {}
    if all(_flat(known.get(part)) == _flat(text) for part, text in value[0].items()):
        return None
    return [{**known, **value[0]}, *before[1:]]
