"""Repairing a repaired table changes nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.repair import repair, repair_names
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells, csv_table, recognition_of

DECLARED = [name for name, how in repair_names().items() if how == "declared"]
FORMS = [form.id for form in load_formats().values() if form.current.fields]
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
# What looks like something and is taken away.
NOTHINGS = ["-", "なし", "不明", "null", "#N/A", "0", "×", "\u200b", " ", "…", "※注", "合計"]
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


def moved_row(row: list[str | None], dice: random.Random) -> list[str | None]:
    """Return a row with some cells too many, or too few, from a place on."""
    place, by = dice.randrange(len(row)), dice.choice([1, 1, 2, -1])
    if by < 0:
        return [*row[:place], *row[place + 1 :], None]
    return [*row[:place], *[dice.choice([None, *NOTHINGS])] * by, *row[place:]][: len(row)]


def spoilt_row(example: list[str | None], dice: random.Random, odd: list[str]) -> list[str | None]:
    """Return an example row with faults, some of them in the place of the cells themselves."""
    rate = dice.choice([0.02, 0.1, 0.4])
    row = [
        sown_cell(dice, odd)
        if dice.random() < rate
        else (dice.choice(NOTHINGS) if dice.random() < rate else cell)
        for cell in example
    ]
    if dice.random() < 0.1:
        row = [dice.choice([*NOTHINGS, None, None]) for _ in row]
    return moved_row(row, dice) if dice.random() < 0.2 else row


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


# Rows of dashes and words for nothing, and rows shifted behind a dash, came to rest only the
# second time.
@example(seed=0, odd=[], form="5374-remarks", agreed=DECLARED)
@example(seed=32, odd=[], form="bicycle-parking", agreed=DECLARED)
@example(seed=0, odd=[], form="public-wireless-lan", agreed=DECLARED)
@settings(max_examples=5, deadline=None)
@given(
    seed=st.integers(),
    odd=st.lists(st.text(max_size=6), max_size=8),
    form=st.sampled_from(FORMS),
    agreed=st.lists(st.sampled_from(DECLARED), unique=True) | st.just(DECLARED),
)
def test_over_every_format(seed: int, odd: list[str], form: str, agreed: list[str]):
    dice = random.Random(seed)
    fields = load_format(form).current.fields
    rows = [spoilt_row([field.example for field in fields], dice, odd) for _ in range(30)]
    table = table_of([field.name for field in fields], rows)
    assert_idempotent(table, form, "current", agreed)


# Moving rows back showed more of what belongs in the columns, and then further shifted rows.
@example(seed=97, form="public-facility", part=0.4)
@example(seed=149, form="cultural-property", part=0.15)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(), form=st.sampled_from(FORMS), part=st.sampled_from([0.0, 0.15, 0.4]))
def test_repaired_table_recognised_anew(seed: int, form: str, part: float):
    dice = random.Random(seed)
    fields = load_format(form).current.fields
    rows = [spoilt_row([field.example for field in fields], dice, []) for _ in range(30)]
    if part:
        rows = [moved_row(row, dice) if dice.random() < part else row for row in rows]
    table = table_of([field.name for field in fields], rows)
    seen = recognise(table, format=form)
    once = repair(table, seen, agreed=DECLARED, setting=SETTING).table
    # Its rows are counted anew, as they are in a file.
    again = table_of(once.headings, cells(once))
    seen = recognise(again, format=form)
    twice = repair(again, seen, agreed=DECLARED, setting=SETTING)
    assert cells(twice.table) == cells(again)
    assert twice.table.headings == again.headings


def test_a_row_of_dashes_is_empty_at_once():
    rows: list[list[str | None]] = [["館", "金沢市"], ["-", "なし"], ["\u200b", "\u3000"]]
    table = table_of(["名称", "所在地_連結表記"], rows)
    seen = recognition_of(table.headings, "public-facility")
    found = repair(table, seen, agreed=DECLARED)
    assert cells(found.table) == [["館", "金沢市"]]
    assert found.changes.totals["drop-empty-rows"] == 2
    assert repair(found.table, seen, agreed=DECLARED).changes.total == 0


def test_headings_that_wait_for_each_other_are_written_at_once():
    table = table_of(["名前", "名称"], [["館", "カン"]])
    columns = {0: ("名称", "synonym"), 1: ("名称_カナ", "user")}
    seen = recognition_of(table.headings, "public-facility", columns=columns)
    assert repair(table, seen).table.headings == ("名称", "名称_カナ")


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
