"""Several values in one cell, and one column for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import Losses
from ckanext.kanazawa.lib.text.folding import fold

# What is written where one value of the list stands in the cell.
PRESENT = "有"
_ABSENT = "無"


@dataclass(frozen=True)
class ListToColumns:
    """A cell with several values becomes a mark in the column of each.

    What is not listed stays empty: a list says what there is, not what is lacking.

    Attributes:
        source: column of lists.
        words: word of the list → column it stands for.
        marks: column → what is written there.
        separator: between the words.
    """

    source: str
    words: Mapping[str, str]
    marks: Mapping[str, str]
    separator: str = ";"

    @classmethod
    def named(cls, source: str, targets: Sequence[str]) -> ListToColumns:
        """Return the rule for a list of columns' own names, marked with 有."""
        return cls(source, {name: name for name in targets}, dict.fromkeys(targets, PRESENT))

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column of lists."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the columns of single values."""
        return tuple(self.marks)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Look at each distinct list once; list those with a value that has no column."""
        lists = source[self.source].drop_nulls().unique().to_list()
        folded = {fold(word): target for word, target in self.words.items()}
        meant = {text: [folded.get(fold(part)) for part in self._parts(text)] for text in lists}
        unknown = [text for text, columns in meant.items() if None in columns]
        if unknown:
            where = pl.col(self.source).is_in(unknown)
            losses.note("value-without-column", source, self.source, where)
        made: dict[str, pl.Expr] = {}
        for target, mark in self.marks.items():
            holding = [text for text, columns in meant.items() if target in columns]
            made[target] = pl.when(pl.col(self.source).is_in(holding)).then(pl.lit(mark))
        return made

    def _parts(self, text: str) -> list[str]:
        # A name may itself hold a comma (スロープ、エレベータ): only the separator parts.
        alike = text.replace("；", ";") if self.separator == ";" else text
        return [part.strip() for part in alike.split(self.separator) if part.strip()]


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
