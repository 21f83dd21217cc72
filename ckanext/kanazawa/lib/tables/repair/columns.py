"""Repair the cells of all columns of a block."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.cells import unknown_field
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise.foreign import foreign_cells
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift, RowShifts
from ckanext.kanazawa.lib.tables.repair.cells import CellRepair
from ckanext.kanazawa.lib.tables.repair.model import Changes
from ckanext.kanazawa.lib.tables.repair.names import Allowed
from ckanext.kanazawa.lib.tables.table import ROW, Table
from ckanext.kanazawa.lib.tables.verdicts import Marked, Verdicts


class CellRepairs:
    """Repair the cells of all columns; those of shifted rows only as any cell is repaired."""

    def __init__(
        self,
        table: Table,
        recognition: Recognition,
        names: Allowed,
        setting: Setting,
        verdicts: Verdicts,
    ):
        self._columns: list[CellRepair] = []
        self._foreign: list[CellRepair] = []
        for index, heading in enumerate(table.headings):
            field = recognition.columns.get(index) or unknown_field(heading)
            misplaced = recognition.is_misplaced(index)
            for repairs, foreign in ((self._columns, misplaced), (self._foreign, True)):
                looks = verdicts.looks(index, field, setting, is_misplaced=foreign)
                repairs.append(CellRepair(index, heading, field, names, looks))
        self._shifts = RowShifts(recognition)
        self._suspicious = [column.suspicious(setting) for column in self._columns]
        # Checking does not mark own words that look right to their kind.
        self._verdicts = Verdicts() if setting.values else verdicts

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with its cells repaired, noting each change."""
        marked = self._verdicts.marks(frame[ROW])
        after, shifted = self._once(frame, marked, changes)
        if not shifted:
            return after
        # A row may look shifted no more once it is clean; it is clean in all columns then.
        among = after[ROW].is_in([one.row for one in shifted])
        again, _ = self._once(after.filter(among), None, changes)
        return pl.concat([after.filter(~among), again]).sort(ROW)

    def _once(
        self, frame: pl.DataFrame, marked: Marked | None, changes: Changes
    ) -> tuple[pl.DataFrame, list[RowShift]]:
        """Return the block repaired, and the rows that were shifted in it."""
        if marked is None:
            masks = frame.select(self._suspicious)
            marked = Marked(masks, self._shifts.find_where(frame, masks))
        masks, shifted = marked
        foreign = foreign_cells(shifted, frame[ROW], len(self._columns))
        repaired: dict[str, pl.Series] = {}
        for index, column in enumerate(self._columns):
            where, elsewhere = masks[column.name], foreign.get(index)
            if elsewhere is not None:
                mended = self._foreign[index].apply(frame, where & elsewhere, changes)
                frame = frame.with_columns(mended)
                where &= ~elsewhere
            if where.any():
                repaired[column.name] = column.apply(frame, where, changes)
        return (frame.with_columns(repaired.values()) if repaired else frame), shifted
