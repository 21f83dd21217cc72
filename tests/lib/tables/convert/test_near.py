"""The format a table of an own layout may be meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.convert.mapping.near import nearest
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise

SHELTERS = ("避難先", "避難の種別", "災害の区分", "津波避難場所か", "収容できる人数", "指定した日")


def test_words_tell_what_it_is_about():
    found = nearest(SHELTERS)
    assert found and found.id == "evacuation-space"


@pytest.mark.parametrize(
    "headings",
    [
        (),
        ("",) * 5,
        ("備考", "名称", "所在地", "電話"),
        ("lunchDay", "menuName", "foodName", "quantity", "openingDate"),
        ("年度", "歳入", "歳出", "差引", "積立"),
    ],
)
def test_words_of_many_or_none_tell_nothing(headings: tuple[str, ...]):
    assert nearest(headings) is None


def test_another_family_is_not_named():
    assert nearest(SHELTERS, "garbage5374") is None
    found = nearest(SHELTERS, "national")
    assert found and found.family == "national"


@pytest.mark.parametrize(
    "format", [one for one in load_formats().values() if one.status != "placeholder"]
)
def test_no_format_is_taken_for_another(format):
    found = nearest([field.name for field in format.current.fields])
    assert found is None or found is format


def test_own_layout_of_shelters(real_data: Path):
    (table,) = open_tables(real_data / "wakayama-pref" / "aridashi.csv")
    assert recognise(table).format is None
    found = nearest(table.headings)
    assert found and found.id == "evacuation-space"
