"""Code lists: values with a Japanese and an English label, read from `schemas/choices/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from ckanext.kanazawa.lib.yamltext import read_yaml


class ChoiceListError(Exception):
    """A code list is missing, or an entry in it lacks its value or a label."""


@dataclass(frozen=True)
class Choice:
    """One entry of a code list.

    Attributes:
        value: the stable code that is stored.
        label: {"ja": ..., "en": ...}.
        extra: every other key of the entry, as written in the file.
    """

    value: str
    label: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the label in a language, English where there is none in it."""
        return self.label.get(language) or self.label["en"]

    @property
    def words(self) -> tuple[str, ...]:
        """Return all that people write for it: value, labels and aliases."""
        return (self.value, *self.label.values(), *map(str, self.extra.get("aliases", ())))


@cache
def load_choices(name: str) -> Mapping[str, Choice]:
    """Read one code list, in the order of its file.

    Args:
        name: file name under `schemas/choices/` without ".yaml".

    Returns:
        value → Choice.

    Raises:
        ChoiceListError: no such list, or a broken entry; names file and entry.
    """
    path = resources.files("ckanext.kanazawa.definitions") / "choices" / f"{name}.yaml"
    if not path.is_file():
        raise ChoiceListError(f"schemas/choices/{name}.yaml: no such code list")
    document = read_yaml(path.read_text(encoding="utf-8"))
    choices: dict[str, Choice] = {}
    for number, entry in enumerate(document["choices"], start=1):
        choice = _choice(name, number, entry)
        if choice.value in choices:
            raise ChoiceListError(
                f"schemas/choices/{name}.yaml: entry {number}: {choice.value!r} stands there twice"
            )
        choices[choice.value] = choice
    return choices


def _choice(name: str, number: int, entry: Any) -> Choice:
    where = f"schemas/choices/{name}.yaml: entry {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("value"), str):
        raise ChoiceListError(f"{where}: `value` is missing or no text (write it in quotes)")
    label = entry.get("label")
    if not isinstance(label, dict) or not label.get("ja") or not label.get("en"):
        raise ChoiceListError(f"{where}: `label` needs both ja and en")
    extra = {key: value for key, value in entry.items() if key not in ("value", "label")}
    numbers = [extra.get("minimum"), extra.get("maximum"), *extra.get("never", ())]
    if not all(one is None or type(one) in (int, float) for one in numbers):
        raise ChoiceListError(f"{where}: `minimum`, `maximum`, `never` are numbers, not in quotes")
    return Choice(entry["value"], label, extra)
