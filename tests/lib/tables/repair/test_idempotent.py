"""Repairing a repaired table changes nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.repair import repair, repair_names
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells, csv_table, recognition_of

DECLARED = [name for name, how in repair_names().items() if how == "declared"]
FIELDS = load_format("public-facility").current.fields
# What people write: right values, and every damage the kinds know.
PIECES = (
    [field.example for field in FIELDS if field.example]
    + [
        "○",
        "×",
        "可",
        "不可",
        "-",
        "－",
        "なし",
        "9:00",
        "９：００",
        "24時",
        "R6.4.1",
        "2024/4/1",
        "45383",
        "17201",
        "(076)220-0000",
    ]
    + [
        "土日",
        "平日",
        "月・火",
        "36561000",
        "北緯36度33分",
        "136.6562",
        "0",
        "1月2日",
        "2-Jan",
        "1.23E+11",
        "ｶﾅ",
        "1,200",
    ]
    + ["", " ", "\u3000", "\t", "\u200b", ";", "；", "、", "=1+1", "cc by", "０７６", "１２ー３"]
)
SETTING = Setting(municipality="172014")


def assert_idempotent(table: Table, form: str, version: str, agreed: list[str]) -> None:
    seen = recognition_of(table.headings, form, version)
    once = repair(table, seen, agreed=agreed, setting=SETTING)
    twice = repair(once.table, seen, agreed=agreed, setting=SETTING)
    assert twice.changes.listed == []
    assert cells(twice.table) == cells(once.table)


def sown_cell(dice: random.Random, odd: list[str]) -> str:
    """Return some pieces in a row, or what hypothesis thought of."""
    if dice.random() < 0.1 and odd:
        return dice.choice(odd)
    return "".join(dice.choice(PIECES) for _ in range(dice.randrange(4)))


# An empty-looking cell behind a row that is shifted: it was once empty only the second time.
@example(seed=879, odd=[""] * 5, agreed=DECLARED)
@settings(max_examples=5, deadline=None)
@given(
    seed=st.integers(),
    odd=st.lists(st.text(max_size=6), max_size=8),
    agreed=st.sampled_from([[], DECLARED]),
)
def test_over_sown_defects(seed: int, odd: list[str], agreed: list[str]):
    dice = random.Random(seed)
    rows: list[list[str | None]] = [[sown_cell(dice, odd) for _ in FIELDS] for _ in range(50)]
    table = table_of([field.name for field in FIELDS], rows)
    assert_idempotent(table, "public-facility", "current", agreed)


@pytest.mark.parametrize("agreed", [[], DECLARED], ids=["mechanical", "all"])
@pytest.mark.parametrize(
    ("path", "form", "version"),
    [
        ("ishikawa-pref/170003_public_facility.csv", "public-facility", "current"),
        ("ishikawa-pref/170003_public_wireless_lan.csv", "public-wireless-lan", "current"),
        ("ishikawa-pref/170003_open_data_list.csv", "open-data-list", "current"),
        ("yaizu/222127_aed.csv", "aed", "2019"),
        ("yaizu/222127_public_toilet.csv", "public-toilet", "current"),
        ("yaizu/222127_evacuation_space.csv", "evacuation-space", "2019"),
        ("yaizu/222127_preschool.csv", "preschool", "2019"),
        ("wakayama-pref/aridashi.csv", "evacuation-space", "current"),
        ("oyama/public_toilet.csv", "public-toilet", "2019"),
    ],
)
def test_over_real_files(path: str, form: str, version: str, agreed: list[str], real_data: Path):
    assert_idempotent(csv_table(real_data / path), form, version, agreed)
