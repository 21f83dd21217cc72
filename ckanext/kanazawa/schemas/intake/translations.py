"""Make plain text and its translations agree.

`title` is the Japanese of `title_translated`, and likewise for descriptions and names: old
clients read and write the plain field, ours the translated one. When both arrive and differ,
the one that changed against what is stored wins; on a new dataset the translated one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

LANGUAGE = "ja"


def fill_translations(
    values: dict[str, Any], fields: Iterable[Mapping[str, Any]], stored: Mapping[str, Any]
) -> None:
    """Bring every translated field of a dict into one form, in place.

    Afterwards `values[field]` is {"ja": ..., "en": ...} and, where CKAN has a plain field of
    that name without "_translated", the plain field holds the Japanese.

    Args:
        values: a dataset, resource or organisation as it arrived.
        fields: the scheming fields of its type.
        stored: what is in the catalogue now, as its `_show` action returns it; {} when new.
    """
    for field in fields:
        if not str(field.get("validators", "")).startswith("fluent_"):
            continue
        name = field["field_name"]
        given = _given(values, name)
        plain = _plain_name(name)
        if plain is None:
            if given is not None:
                values[name] = given
            continue
        merged = _merged(values.get(plain), given, stored.get(plain), stored.get(name))
        if merged is not None:
            values[name] = merged
            values[plain] = merged.get(LANGUAGE, "")


def _plain_name(name: str) -> str | None:
    if name.startswith("kanazawa_") or not name.endswith("_translated"):
        return None
    return name.removesuffix("_translated")


def _given(values: dict[str, Any], name: str) -> dict[str, Any] | None:
    prefix = f"{name}-"
    typed = {key.removeprefix(prefix): key for key in values if key.startswith(prefix)}
    from_form = {language: values.pop(key) for language, key in typed.items()}
    value = values.get(name)
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, str) and value.strip():
        return read_translations(value)
    return from_form or None


def read_translations(value: str) -> dict[str, Any]:
    """Read text by language as it is stored: JSON, or plain text that counts as Japanese."""
    try:
        decoded = json.loads(value)
    except ValueError:
        decoded = None
    return decoded if isinstance(decoded, dict) else {LANGUAGE: value}


def _merged(
    plain: str | None, given: dict[str, Any] | None, stored_plain: Any, stored: Any
) -> dict[str, Any] | None:
    if given is None:
        if plain is None:
            return None
        return {**(stored if isinstance(stored, dict) else {}), LANGUAGE: plain}
    if plain is None:
        return given
    plain_changed = plain != (stored_plain or "")
    translations_changed = given != (stored or {})
    only_plain = plain_changed and not translations_changed
    if only_plain or not given.get(LANGUAGE):
        return {**given, LANGUAGE: plain}
    return given
