"""Repair a table: headings, rows, cells, positions, each change listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

from ckanext.kanazawa.lib.tables.check.addresses import address_columns
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.kinds.house_numbers import RESTORE
from ckanext.kanazawa.lib.tables.passes import Pass
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair.columns import CellRepairs
from ckanext.kanazawa.lib.tables.repair.figures import FigureRepair
from ckanext.kanazawa.lib.tables.repair.headings import repaired_headings
from ckanext.kanazawa.lib.tables.repair.house_numbers import HouseNumbersBack
from ckanext.kanazawa.lib.tables.repair.model import (
    LISTED_PER_REPAIR,
    Change,
    Changes,
    Repaired,
)
from ckanext.kanazawa.lib.tables.repair.names import Allowed, allowed
from ckanext.kanazawa.lib.tables.repair.positions import REPAIR as SWAP
from ckanext.kanazawa.lib.tables.repair.positions import PositionSwap, position_pairs
from ckanext.kanazawa.lib.tables.repair.rounds import BlockStep, Rounds
from ckanext.kanazawa.lib.tables.repair.rows import DROPPED, RowDrop
from ckanext.kanazawa.lib.tables.repair.shift import COLUMNS, ROWS, RowsBack, ShiftBack
from ckanext.kanazawa.lib.tables.repair.stages import Stages
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.tables.verdicts import Verdicts

# Encodings that need no repair: programs everywhere read them.
_GOOD_ENCODINGS = (None, "utf-8", "utf-8-sig", "ascii")
REPAIRED_ENCODING = "utf-8-sig"


def repair(
    table: Table,
    recognition: Recognition,
    *,
    switched_off: Collection[str] = (),
    agreed: Collection[str] = (),
    setting: Setting | None = None,
    verdicts: Verdicts | None = None,
    listed_per_repair: int = LISTED_PER_REPAIR,
) -> Repaired:
    """Repair what a machine can mend for sure, and what somebody agreed to.

    The repaired table is made block by block whenever it is read, and the original stays as
    it is. Only a table of no known format is read before, for its columns of figures; of most
    the first rows will do. Repairing a repaired table changes nothing.

    Args:
        table: as read.
        recognition: which column is which field; columns that are none get only the repairs
            of every cell.
        switched_off: names of repairs that must not be done.
        agreed: names of declared repairs that may be done.
        setting: what a cell alone does not tell.
        verdicts: of a check of the same table, which save looking at its cells again.
        listed_per_repair: changes that are listed of each repair; all are counted.

    Raises:
        TableError: there is no repair of that name.
        FileError: the file turns out damaged or over a limit while it is read.
    """
    names = allowed(switched_off, agreed)
    dropped: list[BlockStep] = [RowDrop(name).apply for name in DROPPED if name in names]
    headings, renamed = repaired_headings(table, recognition, names)
    figures = FigureRepair(replace(table, headings=headings), recognition, names, dropped)
    origin, recoded = _repaired_encoding(table, names)

    start = partial(_begun, listed_per_repair, (*recoded, *renamed, *figures.renamed))
    setting = setting or Setting()
    known = verdicts.about(table, recognition, setting) if verdicts else Verdicts()

    def rounds(seen: Recognition) -> Rounds:
        asked = known if seen is recognition else Verdicts()
        steps = [*dropped, *_steps(table, seen, names, setting, asked), *figures.steps()]
        # The repair of single cells looks at each until it rests.
        is_one_enough = len(steps) == 1 and not _are_back(seen, names)
        return Rounds(steps, is_one_enough=is_one_enough)

    # Which rows are shifted says where cells are left alone, even if none is moved.
    again = recognition.shift is None or _are_back(recognition, names)
    run = Pass(table, start, Stages(recognition, rounds, again=again).apply)
    left = tuple(found for found in table.findings if found.repair not in names)
    repaired = replace(
        table,
        origin=origin,
        headings=figures.headings,
        units=figures.units,
        read=run.blocks,
        findings=left,
    )
    return Repaired(repaired, run.noted)


def _begun(listed_per_repair: int, done: Iterable[Change]) -> Changes:
    """Return the notes before the first block is repaired."""
    changes = Changes(listed_per_repair)
    for change in done:
        changes.add(change)
    return changes


def _repaired_encoding(table: Table, names: Allowed):
    before = table.origin.encoding
    if before in _GOOD_ENCODINGS or "encoding" not in names:
        return table.origin, ()
    change = Change(None, None, None, before, REPAIRED_ENCODING, "encoding")
    return replace(table.origin, encoding=REPAIRED_ENCODING), (change,)


def _are_back(recognition: Recognition, names: Allowed) -> bool:
    """Say whether columns that are shifted as a whole are moved back."""
    shift = recognition.shift
    return COLUMNS in names and shift is not None and shift.begin is not None


def _steps(
    table: Table, recognition: Recognition, names: Allowed, setting: Setting, verdicts: Verdicts
) -> list[BlockStep]:
    """Return what is done to the rows of each block that are kept, in order.

    Cells once each value stands in its own column, and last what needs them repaired.
    """
    moves: list[BlockStep] = []
    if COLUMNS in names and recognition.shift is not None:
        moves.append(ShiftBack(table, recognition).apply)
    if _are_back(recognition, names):
        if recognition.usual:
            # Only the columns that are back say what is usual, and that which single rows are
            # shifted: the rest is for the next stage.
            return moves
        recognition = replace(recognition, shift=None)
    if ROWS in names and recognition.shift is None:
        moves.append(RowsBack(table, recognition).apply)
    if SWAP in names:
        headings = dict(enumerate(table.headings))
        moves += [PositionSwap(pair, headings).apply for pair in position_pairs(recognition)]
    # What the repaired cells of a row say of each other.
    after: list[BlockStep] = []
    if RESTORE in names and address_columns(recognition) is not None:
        after.append(HouseNumbersBack(table, recognition).apply)
    # The verdicts are about each value where it stood.
    known = Verdicts() if moves or after else verdicts
    return [*moves, CellRepairs(table, recognition, names, setting, known).apply, *after]
