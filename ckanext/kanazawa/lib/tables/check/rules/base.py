"""What every rule between columns and rows offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.findings import Severity
from ckanext.kanazawa.lib.tables.table import ROW, column_name

# Column of wide frames: the hash of all cells of the row, as written.
ROW_HASH = "hash"


def clean_name(index: int) -> str:
    """Return the name of a column's cells after their repairs: what rules compare."""
    return f"n{index}"


def clean(index: int) -> pl.Expr:
    """Return the cells of a column as they read after their repairs."""
    return pl.col(clean_name(index))


def raw(index: int) -> pl.Expr:
    """Return the cells of a column as written."""
    return pl.col(column_name(index))


class TableRule:
    """One rule while a table is checked. Subclasses stand one to a file.

    Attributes:
        name: as definitions write it; "" for rules that need no definition.
        severity: of its findings, where the definition gives one; None takes that of the code.
        reads: 0-based columns whose cells the rule looks at, as written and repaired.
        is_wide: the rule looks at every column as written, or at the hash of the row.
    """

    name: ClassVar[str] = ""
    is_wide: ClassVar[bool] = False

    def __init__(self, context: Context, number: int):
        self.context = context
        self.reads: tuple[int, ...] = ()
        self.severity: Severity | None = None
        self._number = number

    @classmethod
    def applies(cls, context: Context, rule: Mapping[str, Any]) -> bool:
        """Say whether the file has the columns the rule is about."""
        raise NotImplementedError

    def mark(self, name: str) -> str:
        """Return the name one of the rule's own expressions has in the frame."""
        return f"r{self._number}_{name}"

    def expressions(self) -> tuple[pl.Expr, ...]:
        """Return what the rule wants worked out for each block, named by `mark`."""
        return ()

    def suspect(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> None:
        """Look at a block's cells, and at which of them the fast tests did not pass.

        Args:
            frame: as written.
            suspicious: per column whether a cell did not pass.
        """

    def see(self, frame: pl.DataFrame) -> None:
        """Look at one block: `row`, the columns of `reads` both ways, own expressions."""

    def finish(self) -> None:
        """Report what only the whole table shows."""

    def report(
        self,
        faulty: pl.DataFrame,
        code: str,
        index: int | None,
        columns: Mapping[str, str] | None = None,
        repair: str | None = None,
        source: str | None = None,
        **params: Any,
    ) -> None:
        """Report one finding for each row of a frame.

        Args:
            faulty: rows of the frame the rule saw.
            code: of the findings.
            index: column the findings stand in; their value is the cell there, as written.
            columns: placeholder of the texts → column of the frame that fills it.
            repair: that mends it.
            source: where it differs from that of the code.
            **params: placeholders that are the same in every row.
        """
        collector = self.context.collector
        kept = faulty.head(collector.room(code, index))
        value = pl.lit(None) if index is None else raw(index)
        others = [pl.col(name).alias(f"p_{key}") for key, name in (columns or {}).items()]
        for row, found, *filled in kept.select(ROW, value.alias("value"), *others).iter_rows():
            own = dict(zip(columns or {}, filled, strict=True))
            told = {**params, **own}
            fault = Fault(code, self.severity, repair=repair, params=told, source=source)
            collector.add(fault, index=index, row=row, value=found)
        if faulty.height > kept.height:
            collector.count(
                Fault(code, self.severity, repair=repair), index, faulty.height - kept.height
            )

    def faulty(self, frame: pl.DataFrame, mark: str) -> pl.DataFrame:
        """Return the rows where one of the rule's expressions is true."""
        return frame.filter(pl.col(self.mark(mark)).fill_null(value=False))
