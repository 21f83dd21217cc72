"""Make a table from another by rules, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import NOT_CARRIED, Converted, Loss, Losses
from ckanext.kanazawa.lib.tables.passes import Pass
from ckanext.kanazawa.lib.tables.table import ROW, Block, Table, column_name


class Rule(Protocol):
    """Fills columns of the target from columns of the source."""

    @property
    def reads(self) -> Sequence[str]:
        """Return the headings of the source this rule takes care of."""
        ...

    @property
    def writes(self) -> Sequence[str]:
        """Return the headings of the target this rule fills."""
        ...

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Return the target's columns, as expressions over the source.

        Args:
            source: block with a column for each of `reads`, named by heading; those the
                table lacks are empty.
            losses: told what the target cannot carry.
        """
        ...


def convert_by_rules(
    table: Table, columns: Mapping[str, int], headings: Sequence[str], rules: Sequence[Rule]
) -> Converted:
    """Make a table with other columns.

    Args:
        table: the source.
        columns: heading by which the rules know a column → its 0-based place.
        headings: of the target, in order.
        rules: each writes headings no other writes.

    Returns:
        The new table and its losses: what the rules note, and every filled cell of a column
        no rule reads.
    """
    read = {name for rule in rules for name in rule.reads}
    written = {name for rule in rules for name in rule.writes if any_of(rule.reads, columns)}
    left = {
        index: heading
        for index, heading in enumerate(unique_headings(table.headings))
        if index not in {columns[name] for name in read if name in columns}
    }

    def change(frame: pl.DataFrame, losses: Losses) -> pl.DataFrame:
        source = _named(frame, columns, read)
        made: dict[str, pl.Expr] = {}
        for rule in rules:
            made.update(rule.apply(source, losses))
        _note_left(frame, left, losses)
        cells = [
            _empty_as_null(made[name] if name in made else pl.lit(None, dtype=pl.String)).alias(
                column_name(index)
            )
            for index, name in enumerate(headings)
        ]
        return source.select(pl.col(ROW), *cells)

    run = Pass(table, Losses, change)

    def noted() -> tuple[Loss, ...]:
        return run.noted().listed()

    made = converted_table(table, headings, run.blocks)
    unfilled = tuple(name for name in headings if name not in written)
    return Converted(made, unfilled, noted)


def converted_table(
    table: Table, headings: Sequence[str], read: Callable[[], Iterator[Block]]
) -> Table:
    """Return the table a conversion makes: what was found in the source stays with the source."""
    return replace(
        table,
        headings=tuple(headings),
        read=read,
        findings=(),
        units=(),
        late_findings=tuple,
    )


def any_of(names: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Say whether the table has one of these columns; a rule that reads none always fills."""
    return not names or any(name in columns for name in names)


def _named(frame: pl.DataFrame, columns: Mapping[str, int], read: set[str]) -> pl.DataFrame:
    """Return the columns the rules read under their headings, empty where the table has none."""
    cells = [
        (
            pl.col(column_name(columns[name])) if name in columns else pl.lit(None, dtype=pl.String)
        ).alias(name)
        for name in sorted(read)
    ]
    return frame.select(pl.col(ROW), *cells)


def _note_left(frame: pl.DataFrame, left: Mapping[int, str], losses: Losses) -> None:
    for index, heading in left.items():
        name = column_name(index)
        if frame[name].null_count() < frame.height:
            losses.note(NOT_CARRIED, frame.select(ROW, pl.col(name).alias(heading)), heading)


def unique_headings(headings: Sequence[str]) -> list[str]:
    """Return headings told apart, so that two of the same name are two losses."""
    seen: dict[str, int] = {}
    told: list[str] = []
    for index, heading in enumerate(headings):
        name = heading or f"({index + 1})"
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def _empty_as_null(cells: pl.Expr) -> pl.Expr:
    return pl.when(cells != "").then(cells)
