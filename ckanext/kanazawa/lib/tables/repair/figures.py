"""Write the figures of tables of no known format plainly; their unit moves into the heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ckanext.kanazawa.lib.tables.figures import (
    PLAIN,
    UNIT,
    figure_columns,
    heading_with,
    odd_figures,
    plain_figure,
)
from ckanext.kanazawa.lib.tables.passes import Pass
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.repair.names import Allowed
from ckanext.kanazawa.lib.tables.repair.rounds import BlockStep
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name


class FigureRepair:
    """Repair the columns that hold nothing but figures.

    Attributes:
        headings, units: of the table, with the units that were taken off the figures.
        renamed: the headings that changed.
    """

    def __init__(
        self,
        table: Table,
        recognition: Recognition,
        names: Allowed,
        dropped: Sequence[BlockStep],
    ):
        """Look the table through.

        Args:
            table: as read.
            recognition: of the table; one that follows a format is left alone.
            names: of the repairs that may be done.
            dropped: steps that drop rows, whose cells do not count.

        Raises:
            FileError: the file turns out damaged or over a limit.
        """
        headings, units = list(table.headings), list(table.units)
        units += [""] * (table.width - len(units))
        self.renamed: list[Change] = []
        self._repairs: dict[int, str] = {}
        wanted = PLAIN in names or UNIT in names
        found = figure_columns(_without(table, dropped), recognition) if wanted else {}
        for index, figures in found.items():
            unit = figures.unit
            if unit == "" and PLAIN in names:
                self._repairs[index] = PLAIN
            elif unit and UNIT in names and (named := heading_with(unit, index, headings)):
                self._repairs[index] = UNIT
                self._rename(table, index, named)
                headings[index], units[index] = named, unit
        self.headings, self.units = tuple(headings), tuple(units) if any(units) else table.units

    def _rename(self, table: Table, index: int, named: str) -> None:
        before = table.headings[index]
        if before != named:
            row = table.header_row or None
            self.renamed.append(Change(row, before, index, before, named, UNIT))

    def steps(self) -> list[BlockStep]:
        """Return what is to be done to each block; nothing where there is no such column."""
        return [self.apply] if self._repairs else []

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with its figures repaired, noting each change."""
        repaired: list[pl.Series] = []
        for index, repair in self._repairs.items():
            cells = frame[column_name(index)]
            where = odd_figures(cells)
            before = cells.filter(where).to_list()
            if not before:
                continue
            after = [plain_figure(value) for value in before]
            heading = self.headings[index]
            changes.count(repair, heading, len(before))
            rows = frame[ROW].filter(where).head(changes.room(repair))
            for row, was, now in zip(rows, before, after, strict=False):
                changes.show(Change(row, heading, index, was, now, repair))
            repaired.append(cells.clone().scatter(where.arg_true(), pl.Series(after)))
        return frame.with_columns(repaired) if repaired else frame


def _without(table: Table, dropped: Sequence[BlockStep]) -> Table:
    """Return a table without the rows that are dropped."""

    def drop(frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        for step in dropped:
            frame = step(frame, changes)
        return frame

    return replace(table, read=Pass(table, lambda: Changes(0), drop).blocks) if dropped else table
