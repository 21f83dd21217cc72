"""Testing each different value once marks the same cells as testing all."""

from __future__ import annotations

import random

import polars as pl
import pytest

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.suspicions import Suspicions
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import column_name
from ckanext.kanazawa.lib.tables.verdicts import Looks
from tests.lib.tables.repair.test_idempotent import PIECES


@pytest.mark.parametrize("form", ["public-facility", "event"])
@pytest.mark.parametrize("different", [1, 5, 400])
def test_the_same_cells_are_marked(form: str, different: int):
    dice = random.Random(different)
    columns = [
        Column(index, field.name, field, *[Looks(field, Setting())] * 2, is_repaired=False)
        for index, field in enumerate(load_format(form).current.fields)
    ]
    cells: dict[str, list[str | None]] = {}
    for column in columns:
        words = [dice.choice(PIECES) + dice.choice(PIECES) for _ in range(different)]
        values = [column.field.example, None, *words]
        cells[column_name(column.index)] = [dice.choice(values) or None for _ in range(500)]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    plain = frame.select(column.suspicious() for column in columns)
    assert Suspicions(columns).of(frame).equals(plain)


def test_a_table_whose_only_column_repeats_itself():
    content = ("備考\n" + "ＡＢＣ長い文\n" * 400).encode()
    (table,) = open_tables(content, "a.csv")
    result = check(table, recognise(table))
    assert result.rows == 400
