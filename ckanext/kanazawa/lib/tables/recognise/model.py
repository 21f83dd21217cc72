"""What recognising finds out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version


@dataclass(frozen=True)
class Candidate:
    """A format and version that may be meant.

    Attributes:
        confidence: 0 to 1.
    """

    format: Format
    version: Version
    confidence: float


@dataclass(frozen=True)
class Shift:
    """Values that stand under the wrong headings, in all rows or in one.

    Attributes:
        first: 0-based column, the first heading whose values surely stand beside it.
        earliest: 0-based column where it may have begun; the columns between hold text, which
            does not show where it belongs.
        last: 0-based column, the last heading whose values stand elsewhere.
        by: where they stand: 1 is one column to the right of their heading, -1 to the left.
        begin: 0-based column of the first heading whose value stands beside it; None where
            that is not certain, or where moving back would lose a cell that a reader sees.
        open_begins: of all rows: where it may have begun so that moving back loses nothing, for
            a person to choose from.
    """

    first: int
    earliest: int
    last: int
    by: int
    begin: int | None = None
    open_begins: tuple[int, ...] = ()

    @property
    def beginnings(self) -> range:
        """Return the columns of headings with which it may have begun."""
        return range(self.earliest - min(self.by, 0), self.first + 1)

    @property
    def foreign(self) -> range:
        """Return the columns whose values may belong elsewhere; they may end beyond the table."""
        first = self.earliest if self.begin is None else self.begin + min(self.by, 0)
        return range(first, self.last + max(self.by, 0) + 1)


@dataclass(frozen=True)
class Usual:
    """What the cells of a column are like, by a sample.

    Attributes:
        filled: share of cells that hold something.
        fitting: share of those that look like what the heading asks for; None where nothing
            is filled, or where values of its kind look like any text.
    """

    filled: float
    fitting: float | None


@dataclass(frozen=True)
class Recognition:
    """Which format a table follows, and which column is which field.

    Attributes:
        format, version: None where none fits, or where none was wanted.
        confidence: 0 to 1, as found out by headings and values, whoever chose the format.
        columns: 0-based column of the table → field of the version. Columns that are no
            part of the format are left out.
        how: 0-based column → "name", "alias", "former", "newer" (today's heading in a table
            of an older version), "english", "physical", "variant" (width, dashes, brackets),
            "synonym" (another everyday word), "part" (without the words all headings of the
            format begin with), "similar" (misspelt), "position", "content", "user".
        candidates: best first, the chosen one included.
        findings: on headings (unknown, misspelt, missing, doubled, older name, order) and
            on whole columns (shifted, swapped positions, ...).
        shift: values that stand beside their headings in all rows; None where there are none.
        exchanged: columns that hold what belongs into another one, and the other way round.
        usual: 0-based column → what its cells are like, so that a row can be told from others.
        chosen: a user said which format it is.
    """

    format: Format | None
    version: Version | None
    confidence: float
    columns: Mapping[int, Field]
    how: Mapping[int, str]
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    shift: Shift | None = None
    exchanged: frozenset[int] = frozenset()
    usual: Mapping[int, Usual] = field(default_factory=dict)
    chosen: bool = False

    def is_misplaced(self, column: int) -> bool:
        """Say whether the values of a column, 0-based, belong under another heading in all rows."""
        is_shifted = self.shift is not None and column in self.shift.foreign
        return is_shifted or column in self.exchanged

    @property
    def indexes(self) -> Mapping[str, int]:
        """Return official heading → 0-based column."""
        return {field.name: index for index, field in self.columns.items()}
