"""What repairing did: single changes, their totals, and the repaired table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.tables.table import Table, column_letter

# Changes of one repair that are listed; the others are only counted.
LISTED_PER_REPAIR = 100
# Where all are asked for: more would take the memory of a table that is all wrong.
MOST_LISTED = 100_000


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        row: as the spreadsheet counts, from 1; None where the whole file is meant.
        column: heading as written in the file; None where a whole row or file is meant.
        index: 0-based column, from which the letter follows.
        before: what stood there; of a dropped row its cells, joined by " | ".
        after: what stands there now; None where the cell is empty now or the row is gone.
        repair: its name (`schemas/tables/messages/repairs.yaml`).
    """

    row: int | None
    column: str | None
    index: int | None
    before: str | None
    after: str | None
    repair: str

    @property
    def letter(self) -> str | None:
        """Return the letter over the column, as a spreadsheet shows it."""
        return None if self.index is None else column_letter(self.index)

    def text(self, language: str, part: str = "message") -> str:
        """Return "title" (what was done) or "message" (why it is safe) in "ja" or "en"."""
        return message(self.repair, language, {}, part)

    def as_dict(self) -> dict[str, Any]:
        """Return the change as programs read it."""
        return {
            "repair": self.repair,
            "row": self.row,
            "column": self.column,
            "letter": self.letter,
            "before": self.before,
            "after": self.after,
        }


@dataclass
class Changes:
    """Changes of a whole table: the first of each repair, and the totals of all.

    Attributes:
        listed: in the order of the blocks, within a block by column.
        totals: repair → number of all its changes.
        by_column: heading as written → number of all changes in that column.
    """

    listed_per_repair: int = LISTED_PER_REPAIR
    listed: list[Change] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    by_column: Counter[str] = field(default_factory=Counter)
    _listed_of: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Return the number of all changes."""
        return self.totals.total()

    @property
    def unlisted(self) -> Counter[str]:
        """Return how many changes of each repair were counted and not listed."""
        return self.totals - self._listed_of

    def room(self, repair: str) -> int:
        """Return how many more changes of a repair would be listed."""
        return max(0, self.listed_per_repair - self._listed_of[repair])

    def count(self, repair: str, column: str | None, number: int = 1) -> None:
        """Count changes without listing them."""
        self.totals[repair] += number
        if column is not None:
            self.by_column[column] += number

    def show(self, change: Change) -> None:
        """List a change that was counted, while there is room for its repair."""
        if self.room(change.repair):
            self._listed_of[change.repair] += 1
            self.listed.append(change)

    def take(self, other: Changes) -> None:
        """Add the changes another part of the work noted."""
        self.totals.update(other.totals)
        self.by_column.update(other.by_column)
        for change in other.listed:
            self.show(change)

    def add(self, change: Change) -> None:
        """Count a change and list it."""
        self.count(change.repair, change.column)
        self.show(change)


@dataclass(frozen=True)
class Repaired:
    """A repaired table.

    Attributes:
        table: streamed from the original, which stays as it is; can be read many times.
    """

    table: Table
    _noted: Callable[[], Changes]

    @property
    def changes(self) -> Changes:
        """Return what was changed; reads the table once where nobody has yet.

        Raises:
            FileError: the file turns out damaged or over a limit while it is read.
        """
        return self._noted()
