"""Several values in one cell, and one column for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.model import Losses
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.text.folding import fold

# Words for yes and no in columns of single features.
_YES = ("有", "可", "1")
_NO = ("無", "否")


def mark_of(field: Field) -> str:
    """Return what a column of a single feature holds where the feature is there."""
    if field.kind == "flag":
        return "1"
    if field.choices:
        listed = [value for value in load_choices(field.choices) if value in _YES]
        if listed:
            return listed[0]
    return _YES[0]


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
    def named(cls, source: str, targets: Sequence[Field]) -> ListToColumns:
        """Return the rule for a list of the columns' own names."""
        words = {field.name: field.name for field in targets}
        return cls(source, words, {field.name: mark_of(field) for field in targets})

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
    """The names of the columns that say yes become one cell.

    Attributes:
        marks: column → its own word for yes.
        target: column of lists.
    """

    marks: Mapping[str, str]
    target: str
    separator: str = ";"

    @classmethod
    def named(cls, sources: Sequence[Field], target: str) -> ColumnsToList:
        """Return the rule for columns whose names make the list."""
        return cls({field.name: mark_of(field) for field in sources}, target)

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the columns of single values."""
        return tuple(self.marks)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column of lists."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Join the names; no and sentences have no place in a list and are noted."""
        parts: list[pl.Expr] = []
        for name, mark in self.marks.items():
            cell = pl.col(name)
            yes = cell.is_in(_YES)
            losses.note("other-word-for-yes", source, name, yes & (cell != mark), self.target)
            losses.note("absence-not-carried", source, name, cell.is_in(_NO), self.target)
            losses.note("value-not-carried", source, name, ~yes & ~cell.is_in(_NO), self.target)
            parts.append(pl.when(yes).then(pl.lit(name)))
        return {self.target: pl.concat_str(parts, separator=self.separator, ignore_nulls=True)}
