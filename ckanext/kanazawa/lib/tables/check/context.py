"""What every rule may ask about the table that is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.collect import Collector, Fault
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table


@dataclass(frozen=True)
class Context:
    """The table, what it was recognised as, and where findings go.

    Attributes:
        columns: every column of the table, in order.
        near_duplicate_rows: rows up to which near-duplicates are looked for.
    """

    table: Table
    recognition: Recognition
    setting: Setting
    columns: tuple[Column, ...]
    collector: Collector
    near_duplicate_rows: int

    def index(self, name: str | None) -> int | None:
        """Return the column that holds a field of the format, None where the file lacks it."""
        return None if name is None else self.recognition.indexes.get(name)

    def indexes(self, names: list[str]) -> list[int]:
        """Return the columns of those fields the file has."""
        return [index for index in map(self.index, names) if index is not None]

    def heading(self, index: int) -> str:
        """Return the heading as written in the file."""
        return self.table.headings[index]

    def add(
        self,
        code: str,
        *,
        index: int | None = None,
        row: int | None = None,
        value: Any = None,
        **params: Any,
    ) -> None:
        """Add one finding with the severity of its code."""
        self.collector.add(Fault(code, params=params), index=index, row=row, value=value)


Rule = Mapping[str, Any]
