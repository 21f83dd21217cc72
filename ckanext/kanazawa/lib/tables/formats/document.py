"""One definition file as read, and getters that say file, place and key when a value is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ckanext.kanazawa.lib.tables.errors import DefinitionError
from ckanext.kanazawa.lib.yamltext import read_yaml

TOP = {"ja": "ファイルの先頭の項目", "en": "the keys at the top"}


@dataclass(frozen=True)
class Section:
    """A mapping inside a definition.

    Attributes:
        file: path of the definition, for messages.
        keys: what the mapping holds.
        place: where it stands, {"ja", "en"}.
    """

    file: str
    keys: Mapping[str, Any]
    place: Mapping[str, str] = field(default_factory=lambda: TOP)

    def error(self, code: str, **params: Any) -> DefinitionError:
        """Return the error for this place."""
        return DefinitionError(code, file=self.file, place=self.place, **params)

    def allow(self, known: Collection[str]) -> None:
        """Check that every key is one we know, so that a misspelt one is not lost.

        Raises:
            DefinitionError: names the key, and the one that was probably meant.
        """
        for key in self.keys:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.0)
                raise self.error("definition-key-unknown", key=key, near=near[0])

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        if key not in self.keys and default is not None:
            return default
        found = self.optional_text(key)
        if not found:
            raise self.error("definition-key-missing", key=key)
        return found

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None where the key is missing."""
        value = self.keys.get(key)
        if value is not None and not isinstance(value, str):
            raise self.error("definition-not-text", key=key, value=value)
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> Any:
        """Return a text out of a list."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(
                "definition-not-allowed", key=key, value=value, allowed=", ".join(allowed)
            )
        return value

    def truth(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.keys.get(key, default)
        if not isinstance(value, bool):
            raise self.error("definition-not-truth", key=key, value=value)
        return value

    def number(self, key: str) -> float | None:
        """Return a number, or None where the key is missing."""
        value = self.keys.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise self.error("definition-not-number", key=key, value=value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, () where the key is missing."""
        value = self.keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error("definition-not-texts", key=key, value=value)
        return tuple(value)

    def sections(self, key: str) -> list[Section]:
        """Return a list of mappings, [] where the key is missing."""
        value = self.keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error("definition-not-mappings", key=key)
        return [Section(self.file, item, self.place) for item in value]

    def section(self, key: str) -> Section:
        """Return a mapping, an empty one where the key is missing."""
        value = self.keys.get(key, {})
        if not isinstance(value, dict):
            raise self.error("definition-not-mapping", key=key, value=value)
        return Section(self.file, value, self.place)

    def both(self, key: str) -> dict[str, str]:
        """Return the text of `<key>_ja` and `<key>_en`; both must be there."""
        return {language: self.text(f"{key}_{language}") for language in ("ja", "en")}

    def at(self, place: Mapping[str, str]) -> Section:
        """Return the same mapping with a place of its own."""
        return Section(self.file, self.keys, place)


def read_document(file: str, text: str) -> Section:
    """Read the YAML of one definition.

    Raises:
        DefinitionError: it is no YAML (names the line), or no mapping.
    """
    try:
        keys = read_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise DefinitionError(
            "definition-not-yaml", file=file, line=line, problem=error.problem or ""
        ) from error
    if not isinstance(keys, dict):
        raise DefinitionError("definition-not-yaml", file=file, line=1, problem=type(keys).__name__)
    return Section(file, keys)
