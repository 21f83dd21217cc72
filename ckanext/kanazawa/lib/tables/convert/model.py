"""What converting leaves behind: losses and changes with counts and samples, and the new table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import polars as pl

from ckanext.kanazawa.lib.tables.messages import catalogue, message
from ckanext.kanazawa.lib.tables.table import ROW, Table

# What became of cells that did not simply go over, the gravest first: the result lacks
# something; all is there, written otherwise; all is there, and something is left to decide.
Outcome = Literal["lost", "changed", "open"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
# Filled cells of a column the target has no place for.
NOT_CARRIED = "column-not-carried"
# Cells of one loss that are shown.
SAMPLES = 5


@dataclass(frozen=True)
class Sample:
    """One cell a loss is about.

    Attributes:
        row: as the spreadsheet of the source counts, from 1.
        value: what stands there.
    """

    row: int
    value: str


@dataclass
class Loss:
    """What the target cannot carry, carries otherwise, or nobody can be sure about.

    Attributes:
        code: stable, kebab-case; its texts stand in `schemas/tables/messages/conversion.yaml`.
        column: heading in the source.
        target: heading in the target the values would belong to; None where there is none.
        count: cells concerned, in the whole table.
        samples: the first of them.
    """

    code: str
    column: str
    target: str | None = None
    count: int = 0
    samples: list[Sample] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Return what became of the cells."""
        return catalogue()[self.code]["outcome"]

    def text(self, language: str, part: str = "message") -> str:
        """Return "title" or "message" in "ja" or "en"."""
        nowhere = {"ja": "なし", "en": "none"}
        sample = self.samples[0].value if self.samples else ""
        params = {
            "column": self.column,
            "target": self.target or nowhere,
            "count": self.count,
            "value": sample,
        }
        return message(self.code, language, params, part)

    def as_dict(self) -> dict[str, Any]:
        """Return the loss as programs read it."""
        return {
            "code": self.code,
            "outcome": self.outcome,
            "column": self.column,
            "target": self.target,
            "count": self.count,
            "samples": [{"row": found.row, "value": found.value} for found in self.samples],
            "message": {language: self.text(language) for language in ("ja", "en")},
        }


class Losses:
    """Losses of a whole table, one per code, column and target."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str | None], Loss] = {}

    def note(
        self,
        code: str,
        source: pl.DataFrame,
        column: str,
        where: pl.Series | pl.Expr | None = None,
        target: str | None = None,
    ) -> None:
        """Note the filled cells of a column in a block, or those a mask points to.

        Args:
            code: of the loss.
            source: block, its columns named by heading.
            column: heading.
            where: cells meant; empty ones among them are none.
            target: heading they would belong to.
        """
        filled = pl.col(column).is_not_null()
        wanted = filled if where is None else filled & where
        cells = source.filter(wanted).select(ROW, column)
        if not cells.height:
            return
        loss = self._found.setdefault((code, column, target), Loss(code, column, target))
        loss.count += cells.height
        for row, value in cells.head(SAMPLES - len(loss.samples)).iter_rows():
            loss.samples.append(Sample(row, value))

    def listed(self) -> tuple[Loss, ...]:
        """Return the losses in the order they were met."""
        return tuple(self._found.values())


@dataclass(frozen=True)
class Converted:
    """A converted table.

    Attributes:
        table: streamed from the source, which stays as it is; can be read many times.
        unfilled: headings of the target that nothing in the source fills.
    """

    table: Table
    unfilled: tuple[str, ...]
    _noted: Callable[[], Iterable[Loss]]

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return what did not simply go over; reads the table once where nobody has yet.

        Raises:
            FileError: the file turns out damaged or over a limit while it is read.
        """
        return tuple(self._noted())
