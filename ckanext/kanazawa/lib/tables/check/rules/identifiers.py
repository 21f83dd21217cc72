"""Ids that repeat, in columns no format knows."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.check.rules.seen import Seen
from ckanext.kanazawa.lib.tables.table import ROW

_ID_HEADING = re.compile(
    "^(?:ID|NO|№|識別子|識別番号|管理番号|整理番号|施設番号|施設ID)[.．]?$", re.I
)


class Identifiers(TableRule):
    """A column that calls itself an id tells its rows apart; only its writer knows for sure."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._seen = {
            column.index: Seen()
            for column in context.columns
            if column.index not in context.recognition.columns
            and _ID_HEADING.match(column.heading.strip())
        }
        self.reads = tuple(self._seen)

    def see(self, frame: pl.DataFrame) -> None:
        """Look the ids up among those of earlier rows."""
        for index, seen in self._seen.items():
            keys = frame.select(
                ROW, raw(index).hash().alias("key"), raw(index).is_not_null().alias("is_filled")
            ).with_row_index("place")
            filled = keys.filter("is_filled")
            found = seen.repeated(filled["key"], filled[ROW])
            twice = frame[filled["place"].gather(found["place"])].with_columns(found["first"])
            self.report(twice, "repeated-id", index, {"first": "first"})
