"""Restore house numbers that became days, where the other column of the row confirms them."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.addresses import address_columns, confirmed
from ckanext.kanazawa.lib.tables.kinds.house_numbers import RESTORE
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name


class HouseNumbersBack:
    """Take back what a cell alone is not sure about; it follows the repair of single cells."""

    def __init__(self, table: Table, recognition: Recognition):
        self._headings = table.headings
        self._columns = address_columns(recognition)

    def apply(self, frame: pl.DataFrame, changes: Changes) -> pl.DataFrame:
        """Return the block with house numbers and addresses restored, noting each change."""
        if self._columns is None:
            return frame
        joined, *parts = (column_name(one) for one in (self._columns.joined, *self._columns.parts))
        whole = pl.concat_str([pl.col(name).fill_null("") for name in parts])
        simple = pl.col(joined).str.starts_with(whole)
        cells = frame.select(ROW, joined, *parts).with_row_index("place")
        doubtful = cells.filter(~simple, pl.col(parts[-1]).is_not_null())
        after: dict[int, list[tuple[int, str]]] = {}
        indexes = (self._columns.house, self._columns.joined)
        for place, row, address, *pieces in doubtful.iter_rows():
            before = (pieces[-1], address)
            sure = confirmed(address, pieces) or before
            for index, was, now in zip(indexes, before, sure, strict=True):
                if now != was:
                    changes.add(Change(row, self._headings[index], index, was, now, RESTORE))
                    after.setdefault(index, []).append((place, now))
        return frame.with_columns(_written(frame, index, made) for index, made in after.items())


def _written(frame: pl.DataFrame, index: int, made: list[tuple[int, str]]) -> pl.Series:
    """Return a column with some of its cells written anew."""
    places, values = zip(*made, strict=True)
    return frame[column_name(index)].clone().scatter(places, pl.Series(values, dtype=pl.String))
