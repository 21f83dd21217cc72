"""Repairing after checking: what was found out is taken over, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from bench.tables.files import faulty_rows, headings
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Shift
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift
from ckanext.kanazawa.lib.tables.repair import repair
from ckanext.kanazawa.lib.tables.repair.model import Repaired
from ckanext.kanazawa.lib.tables.table import Block, Table, table_of
from ckanext.kanazawa.lib.tables.verdicts import Marked, Verdicts

from ..tables import cells, recognition_of

OWN_WORDS = Setting(values={"車椅子可": {"無": "有"}})


def facilities(count: int = 300) -> Table:
    names = headings()
    rows = [[row[name] for name in names] for row in faulty_rows(count)]
    for at in range(50, count, 100):  # one cell too many, which no repair moves back unasked
        rows[at] = [*rows[at][:18], None, *rows[at][18:-1]]
    return table_of(names, rows)


def in_blocks(table: Table, rows: int) -> Table:
    """Return the table read in blocks of so many rows."""

    def read():
        for block in table.blocks():
            yield from (Block(part) for part in block.frame.iter_slices(rows))

    return replace(table, read=read)


def outcome(repaired: Repaired) -> tuple[object, ...]:
    changes = repaired.changes
    return cells(repaired.table), changes.listed, changes.totals, changes.by_column


@pytest.mark.parametrize(
    ("agreed", "setting"),
    [((), Setting()), (("drop-empty-rows", "swap-positions"), Setting()), ((), OWN_WORDS)],
)
def test_nothing_changes_by_taking_over(agreed: tuple[str, ...], setting: Setting):
    table = in_blocks(facilities(), 70)
    known = recognise(table, format="public-facility")
    verdicts = Verdicts()
    report = check(table, known, setting=setting, verdicts=verdicts)
    assert report.found.totals["row-shifted"] == 3
    alone = repair(table, known, agreed=agreed, setting=setting)
    after = repair(table, known, agreed=agreed, setting=setting, verdicts=verdicts)
    assert outcome(after) == outcome(alone)
    assert alone.changes.total > 50


def test_verdicts_about_another_table_are_not_believed():
    table = facilities()
    known = recognition_of(table.headings, "public-facility")
    verdicts = Verdicts()
    clean = table.read
    check(replace(table, read=lambda: (Block(one.frame.clear()) for one in clean())), known,
          verdicts=verdicts)  # fmt: skip
    assert outcome(repair(table, known, verdicts=verdicts)) == outcome(repair(table, known))


def test_marks_are_given_for_the_rows_they_are_of():
    marks = pl.DataFrame({"c0": [True, False, True]})
    verdicts = Verdicts()
    shifted = [RowShift(row, Shift(0, 0, 0, 1)) for row in (5, 9)]
    verdicts.keep(pl.Series([5, 6, 9], dtype=pl.UInt32), Marked(marks, shifted))
    found = verdicts.marks(pl.Series([6, 9], dtype=pl.UInt32))
    assert found is not None
    assert found.cells["c0"].to_list() == [False, True]
    assert found.shifted == shifted[1:]
    for rows in ([6, 7], [1, 5], [9, 10]):
        assert verdicts.marks(pl.Series(rows, dtype=pl.UInt32)) is None
