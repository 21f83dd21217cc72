"""Columns that pass as they are, are joined, or hold the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import Losses


@dataclass(frozen=True)
class Copied:
    """A column whose cells pass as they are.

    Attributes:
        pattern: form the target asks for and the source does not; other cells are noted.
    """

    source: str
    target: str
    pattern: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column it becomes."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Copy the cells."""
        if self.pattern is not None:
            other = ~pl.col(self.source).str.contains(self.pattern)
            losses.note("value-not-in-target-form", source, self.source, other, self.target)
        return {self.target: pl.col(self.source)}


@dataclass(frozen=True)
class Joined:
    """Columns whose cells are written one after the other, empty ones left out."""

    sources: tuple[str, ...]
    target: str
    between: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the parts."""
        return self.sources

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the whole."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Join the cells."""
        parts = [pl.col(name) for name in self.sources]
        return {self.target: pl.concat_str(parts, separator=self.between, ignore_nulls=True)}


@dataclass(frozen=True)
class Constant:
    """A column that holds the same in every row."""

    value: str
    target: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Return nothing: a constant needs no column."""
        return ()

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Write the value."""
        return {self.target: pl.lit(self.value)}


@dataclass(frozen=True)
class Mapped:
    """A column whose words become those of the standard.

    Attributes:
        values: own word → standard value; other words pass and are noted.
    """

    source: str
    target: str
    values: Mapping[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column it becomes."""
        return (self.target,)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Replace the words the map knows."""
        cells = pl.col(self.source).str.strip_chars()
        unknown = (cells != "") & ~cells.is_in([*self.values, *self.values.values()])
        losses.note("value-not-in-map", source, self.source, unknown, self.target)
        known = cells.is_in(list(self.values))
        mapped = cells.replace(dict(self.values))
        return {self.target: pl.when(known).then(mapped).otherwise(pl.col(self.source))}


@dataclass(frozen=True)
class Parted:
    """A column whose cells are parted into several columns, in order."""

    source: str
    targets: tuple[str, ...]
    separator: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the columns of the parts."""
        return self.targets

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Part the cells; those with more parts than columns are noted and left out."""
        parts = pl.col(self.source).str.split(self.separator)
        fit = parts.list.len() <= len(self.targets)
        losses.note("parts-too-many", source, self.source, ~fit)
        return {
            target: pl.when(fit).then(parts.list.get(place, null_on_oob=True).str.strip_chars())
            for place, target in enumerate(self.targets)
        }
