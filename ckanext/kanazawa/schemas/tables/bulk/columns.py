"""The columns of the sheet that says what each file is (`schemas/exports/import_sheet.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ckanext.kanazawa.lib.choices import Choice
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.yamltext import read_yaml
from ckanext.kanazawa.schemas.choices import choices_of

# What people put between the words of a heading, or leave out.
_BETWEEN = re.compile(r"[\s_・-]+")
# By which a choice may be called besides its value and labels.
_NAMES = ("short", "list_text", "code", "name", "iri")


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name, name_en: its headings; also_called: others that mean the same.
        of: "dataset" or "file".
        how: key of `values.READERS`, or "key", "path", "file-key", "organization".
        field, part: what it fills in: a field, and its language or sub-field.
        choices: code list of its words.
        needed: by a dataset that is new.
        own: not of the national list.
        example, note: for people.
    """

    name: str
    name_en: str
    of: str
    how: str
    example: str
    note: Mapping[str, str]
    also_called: Sequence[str] = ()
    field: str = ""
    part: str = ""
    choices: str = ""
    needed: bool = False
    own: bool = False

    def heading(self, language: str) -> str:
        """Return the heading in a language."""
        return self.name if language == "ja" else self.name_en

    def words(self) -> Mapping[str, Choice]:
        """Return the words that may stand in the column; {} where any may."""
        return choices_of({"choice_list": self.choices}) if self.choices else {}


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns in their order."""
    path = resources.files("ckanext.kanazawa.definitions") / "exports" / "import_sheet.yaml"
    found = read_yaml(path.read_text(encoding="utf-8"))
    return tuple(Column(**column) for column in found["columns"])


def column_of(how: str) -> Column:
    """Return the column of a kind that there is once, such as "path"."""
    return next(column for column in columns() if column.how == how)


def matched(
    headings: Sequence[str], offered: Sequence[Column] | None = None
) -> list[Column | None]:
    """Return which of the columns offered (all, by default) each heading means, None for none."""
    known = _by_heading()
    found = [known.get(_plain(heading)) for heading in headings]
    return [one if offered is None or one in offered else None for one in found]


@cache
def _by_heading() -> Mapping[str, Column]:
    return {
        _plain(name): column
        for column in columns()
        for name in (column.name, column.name_en, *column.also_called)
    }


def _plain(heading: str) -> str:
    return _BETWEEN.sub("", fold(heading))


@cache
def values_of_words(choices: str) -> Mapping[str, str]:
    """Return what may be written for a code list → its value."""
    found: dict[str, str] = {}
    for value, choice in choices_of({"choice_list": choices}).items():
        names = [choice.extra.get(name) for name in _NAMES]
        for text in (value, choice.label["ja"], choice.label["en"], *names):
            if isinstance(text, str) and text:
                found.setdefault(_plain(text), value)
    return found


def value_of_word(choices: str, word: str) -> str | None:
    """Return the value a word means in a code list, None where it means none."""
    return values_of_words(choices).get(_plain(word))
