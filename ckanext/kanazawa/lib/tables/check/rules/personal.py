"""Columns that look as if they were about private persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.text.folding import fold

# Headings of numbers of people: where they stand, a row is about many; but not where they
# count the family of one.
COUNTS = re.compile(
    "^(?!.*(?:同居|家族|扶養|世帯人))"
    ".*(?:人数|人口|総数|世帯数|住民数|population|numberof(?:people|persons))|^計$|^合計$"
)


class PersonalColumns(TableRule):
    """No heading promises names, birthdays or numbers of private persons.

    Columns that belong to the format are what the standard asks for, and stay unreported. So
    do sex, age and nationality where people are counted by them and no heading names them.
    """

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        own = [column for column in context.columns if not column.is_known]
        counted = _counts_people(context.columns)
        self._found = {
            column.index: told for column in own if (told := about(column, counted=counted))
        }
        self.reads = tuple(self._found)
        self._filled: dict[int, int] = dict.fromkeys(self._found, 0)
        self._first: dict[int, int] = {}

    def see(self, frame: pl.DataFrame) -> None:
        """Count filled cells."""
        for index in self._found:
            filled = frame.filter(raw(index).is_not_null())
            if filled.height:
                self._first.setdefault(index, filled[ROW][0])
                self._filled[index] += filled.height

    def finish(self) -> None:
        """Report each such column once, as far as it holds anything."""
        for index, told in self._found.items():
            if self._filled[index]:
                self.context.add(
                    "personal-column",
                    index=index,
                    about=told,
                    cells=f"{self._filled[index]:,}",
                    first=self._first[index],
                )


def about(column: Column, *, counted: bool = False) -> dict[str, str] | None:
    """Return what a heading says about persons, in both languages.

    Args:
        column: with its heading.
        counted: the rows of the table are about many people each.
    """
    heading = _folded(column)
    for choice in load_choices("personal_headings").values():
        if counted and _matches(heading, choice.extra.get("counted", ())):
            continue
        if _matches(heading, choice.extra["words"]):
            return dict(choice.label)
    return None


def _counts_people(columns: Sequence[Column]) -> bool:
    """Say whether people are counted, and none is named."""
    names = load_choices("personal_headings")["name"].extra["words"]
    headings = [_folded(column) for column in columns]
    if any(_matches(heading, names) for heading in headings):
        return False
    return any(COUNTS.search(heading) for heading in headings)


def _folded(column: Column) -> str:
    return re.sub(r"[\s_・()（）]", "", fold(column.heading))


def _matches(heading: str, words: Iterable[str]) -> bool:
    return any(re.search(word, heading) for word in words)
