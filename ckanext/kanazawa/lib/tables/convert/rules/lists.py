"""Values of a code list in one version, and of another list in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.model import Losses


@dataclass(frozen=True)
class Listed:
    """A column whose values become those of the target's code list.

    Values the list lacks stay as written and are noted: nobody guesses a meaning.
    """

    source: str
    target: str
    choices: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.source,)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the column it becomes."""
        return (self.target,)

    @cached_property
    def _values(self) -> Mapping[str, str]:
        """Return value, label or alias → value, without words that could mean two."""
        found: dict[str, set[str]] = {}
        for value, choice in load_choices(self.choices).items():
            words = (value, *choice.label.values(), *choice.extra.get("aliases", ()))
            for word in words:
                found.setdefault(str(word), set()).add(value)
        return {word: next(iter(values)) for word, values in found.items() if len(values) == 1}

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Replace what the list knows."""
        cells = pl.col(self.source)
        unknown = ~cells.is_in(list(self._values))
        losses.note("value-not-in-target-list", source, self.source, unknown, self.target)
        return {self.target: cells.replace(dict(self._values))}
