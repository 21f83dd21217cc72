"""Several values in one cell, and one column for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import Losses
from ckanext.kanazawa.lib.text.folding import fold

# What is written where one value of the list stands in the cell.
PRESENT = "有"
_ABSENT = "無"


@dataclass(frozen=True)
class ListToColumns:
    """A cell with several values becomes 有 in the column of each.

    What is not listed stays empty: a list says what there is, not what is lacking.
    """

    source: str
    targets: tuple[str, ...]
    separator: str = ";"
    present: str = PRESENT

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column of lists."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the columns of single values."""
        return self.targets

    @cached_property
    def _target_of(self) -> Mapping[str, str]:
        return {fold(name): name for name in self.targets}

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Look at each distinct list once; list those with a value that has no column."""
        lists = source[self.source].drop_nulls().unique().to_list()
        meant = {text: self._columns_of(text) for text in lists}
        unknown = [text for text, (_, rest) in meant.items() if rest]
        if unknown:
            where = pl.col(self.source).is_in(unknown)
            losses.note("value-without-column", source, self.source, where)
        made: dict[str, pl.Expr] = {}
        for target in self.targets:
            holding = [text for text, (columns, _) in meant.items() if target in columns]
            made[target] = pl.when(pl.col(self.source).is_in(holding)).then(pl.lit(self.present))
        return made

    def _columns_of(self, text: str) -> tuple[set[str], list[str]]:
        columns: set[str] = set()
        rest: list[str] = []
        # A name may itself hold a comma (スロープ、エレベータ): ";" alone parts.
        for part in text.replace("；", self.separator).split(self.separator):
            if not part.strip():
                continue
            target = self._target_of.get(fold(part))
            if target is None:
                rest.append(part)
            else:
                columns.add(target)
        return columns, rest


@dataclass(frozen=True)
class ColumnsToList:
    """The names of the columns that hold 有 become one cell."""

    sources: tuple[str, ...]
    target: str
    separator: str = ";"
    present: str = PRESENT

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the columns of single values."""
        return self.sources

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column of lists."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Join the names; 無 and sentences have no place in a list and are noted."""
        parts: list[pl.Expr] = []
        for name in self.sources:
            cell = pl.col(name)
            losses.note("absence-not-carried", source, name, cell == _ABSENT, self.target)
            other = ~cell.is_in([self.present, _ABSENT])
            losses.note("value-not-carried", source, name, other, self.target)
            parts.append(pl.when(cell == self.present).then(pl.lit(name)))
        return {self.target: pl.concat_str(parts, separator=self.separator, ignore_nulls=True)}
