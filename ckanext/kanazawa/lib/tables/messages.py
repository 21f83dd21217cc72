"""Texts of errors and findings in both languages, read from `schemas/tables/messages/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ckanext.kanazawa.lib.yamltext import read_yaml


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Return code → entry, as written in the file.

    An entry holds `message: {ja, en}` with `{placeholders}`; those of findings also
    `severity`, `title: {ja, en}`, `expected: {ja, en}` and `source`.
    """
    folder = resources.files("ckanext.kanazawa.definitions") / "tables" / "messages"
    entries: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.iterdir(), key=lambda found: found.name):
        if path.name.endswith(".yaml"):
            entries.update(read_yaml(path.read_text(encoding="utf-8")) or {})
    return entries


def message(code: str, language: str, params: Mapping[str, Any], part: str = "message") -> str:
    """Return the text of a code in a language, its placeholders filled.

    Args:
        code: key in the catalogue.
        language: "ja" or "en".
        params: placeholder → value; a value may itself be `{"ja": ..., "en": ...}`.
        part: "message", "title" or "expected".

    Raises:
        KeyError: there is no such code, part or placeholder.
    """
    template = catalogue()[code][part][language]
    return template.format_map({key: _in(value, language) for key, value in params.items()})


def _in(value: Any, language: str) -> Any:
    if isinstance(value, Mapping) and language in value:
        return value[language]
    return value
