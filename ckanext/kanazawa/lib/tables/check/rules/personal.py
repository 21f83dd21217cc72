"""Columns that look as if they were about private persons."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.text.folding import fold


class PersonalColumns(TableRule):
    """No heading promises names, birthdays or numbers of private persons.

    Columns that belong to the format are what the standard asks for, and stay unreported.
    """

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        own = [column for column in context.columns if not column.is_known]
        self._found = {column.index: told for column in own if (told := about(column))}
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


def about(column: Column) -> dict[str, str] | None:
    """Return what a heading says about persons, in both languages."""
    heading = re.sub(r"[\s_・()（）]", "", fold(column.heading))
    for choice in load_choices("personal_headings").values():
        if any(re.search(word, heading) for word in choice.extra["words"]):
            return dict(choice.label)
    return None
