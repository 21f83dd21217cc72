"""Say which cells of shifted rows hold what belongs under another heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift


def foreign_cells(
    found: Iterable[RowShift], rows: pl.Series, width: int
) -> Mapping[int, pl.Series]:
    """Return where the values of shifted rows may belong elsewhere.

    Args:
        found: shifted rows among these.
        rows: numbers of a block's rows.
        width: of the table.

    Returns:
        0-based column → mask over the rows; columns where nothing stands wrong are left out.
    """
    alike: defaultdict[Shift, list[int]] = defaultdict(list)
    for one in found:
        alike[one.shift].append(one.row)
    masks: dict[int, pl.Series] = {}
    for shift, numbers in alike.items():
        shifted = rows.is_in(numbers)
        for column in shift.foreign:
            if 0 <= column < width:
                masks[column] = masks[column] | shifted if column in masks else shifted
    return masks
