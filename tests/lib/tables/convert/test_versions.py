"""Old national ↔ new national: nothing is lost without being listed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.convert.versions import convert
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells, csv_table, recognition_of, records

FORMER = [
    (form.id, version.id)
    for form in load_formats().values()
    if form.family == "national"
    for version in form.versions[1:]
]


def to(table: Table, form: str, source: str, target: str) -> Converted:
    return convert(table, recognition_of(table.headings, form, source), target)


def one(form: str, source: str, target: str, **row: str) -> tuple[dict[str, str], Converted]:
    """Convert one row given by its filled cells."""
    converted = to(table_of(list(row), [list(row.values())]), form, source, target)
    return records(converted.table)[0], converted


def codes(converted: Converted) -> set[tuple[str, str]]:
    return {(loss.code, loss.column) for loss in converted.losses}


class TestToCurrent:
    def test_body_is_joined_and_number_kept(self):
        row, converted = one(
            "aed", "2019", "current", NO="0000000001", 都道府県名="石川県", 市区町村名="金沢市"
        )
        assert row == {"ID": "0000000001", "地方公共団体名": "石川県金沢市"}
        assert converted.losses == ()

    def test_address_is_completed_and_taken_apart_where_it_says_so_itself(self):
        former = {"都道府県コード又は市区町村コード": "172014", "都道府県名": "石川県"}
        row, converted = one(
            "aed",
            "2019",
            "current",
            **former,
            市区町村名="金沢市",
            住所="金沢市広坂一丁目2番3号",
            方書="4階",
        )
        assert row["所在地_連結表記"] == "石川県金沢市広坂一丁目2番3号4階"
        assert row["所在地_全国地方公共団体コード"] == "172014"
        parts = ("所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下")
        assert [row[name] for name in parts] == ["石川県", "金沢市", "広坂一丁目", "2番3号"]
        assert row["建物名等(方書)"] == "4階"
        assert codes(converted) == {("address-completed", "住所")}

    def test_municipality_we_know_is_told_from_the_address_alone(self):
        row, _ = one("aed", "2019", "current", 住所="石川県河北郡内灘町字大学1")
        assert row["所在地_市区町村"] == "河北郡内灘町"
        assert row["所在地_全国地方公共団体コード"] == "173657"

    def test_wards_are_left_to_a_person(self):
        body = {"都道府県コード又は市区町村コード": "141003", "市区町村名": "横浜市"}
        row, converted = one("aed", "2019", "current", **body, 住所="神奈川県横浜市中区本町6")
        assert "所在地_市区町村" not in row and "所在地_全国地方公共団体コード" not in row
        assert codes(converted) == {("address-not-split", "住所")}

    def test_two_numbers_side_by_side_are_kept_apart(self):
        row, _ = one("aed", "2019", "current", 住所="石川県金沢市広坂1-2", 方書="3階")
        assert row["所在地_連結表記"] == "石川県金沢市広坂1-2 3階"

    def test_county_belongs_to_the_municipality(self):
        body = {"都道府県名": "石川県", "市区町村名": "津幡町"}
        row, _ = one("aed", "2019", "current", **body, 住所="石川県河北郡津幡町字加賀爪ニ3")
        assert row["所在地_市区町村"] == "河北郡津幡町"
        assert (row["所在地_町字"], row["所在地_番地以下"]) == ("字加賀爪ニ", "3")

    def test_what_is_not_certain_is_listed_and_left(self):
        body = {"都道府県名": "石川県", "市区町村名": "金沢市"}
        row, converted = one("aed", "2019", "current", **body, 住所="金沢市広坂1-2-3")
        assert "所在地_町字" not in row
        assert ("address-not-split", "住所") in codes(converted)
        row, converted = one("aed", "2019", "current", **body, 住所="本町2-16")
        assert row["所在地_連結表記"] == "本町2-16"
        assert codes(converted) == {("address-incomplete", "住所"), ("address-not-split", "住所")}

    def test_list_of_features_becomes_columns(self):
        row, converted = one(
            "public-facility", "2019", "current", バリアフリー情報="授乳室;車椅子可;手話"
        )
        assert row == {"授乳室": "有", "車椅子可": "可"}
        (loss,) = converted.losses
        assert (loss.code, loss.count) == ("value-without-column", 1)
        assert loss.samples[0].value == "授乳室;車椅子可;手話"

    def test_column_of_no_format_is_listed(self):
        _, converted = one("aed", "2019", "current", 名称="館", 担当="総務課")
        assert codes(converted) == {("column-not-carried", "担当")}


class TestToFormer:
    def test_number_of_another_form_is_kept_and_listed(self):
        row, converted = one("aed", "current", "2019", ID="HH0000000001")
        assert row == {"NO": "HH0000000001"}
        assert codes(converted) == {("value-not-in-target-form", "ID")}

    def test_body_is_split(self):
        row, _ = one("aed", "current", "2019", 地方公共団体名="石川県金沢市")
        assert row == {"都道府県名": "石川県", "市区町村名": "金沢市"}

    def test_prefecture_comes_from_the_code_where_the_name_has_none(self):
        row, converted = one(
            "aed", "current", "2019", 全国地方公共団体コード="172014", 地方公共団体名="金沢市"
        )
        assert (row["都道府県名"], row["市区町村名"]) == ("石川県", "金沢市")
        _, converted = one("aed", "current", "2019", 地方公共団体名="金沢市")
        assert codes(converted) == {("body-without-prefecture", "地方公共団体名")}

    def test_building_leaves_the_address(self):
        whole = {"所在地_連結表記": "石川県金沢市広坂1 2階", "建物名等(方書)": "2階"}
        row, _ = one("aed", "current", "2019", **whole)
        assert row == {"住所": "石川県金沢市広坂1", "方書": "2階"}

    def test_address_is_put_together_from_parts(self):
        parts = {"所在地_都道府県": "石川県", "所在地_市区町村": "金沢市", "所在地_町字": "広坂"}
        row, converted = one("aed", "current", "2019", **parts)
        assert row == {"住所": "石川県金沢市広坂"}
        assert converted.losses == ()

    def test_part_that_differs_from_the_whole_is_listed(self):
        parts = {"所在地_連結表記": "石川県金沢市広坂1", "所在地_町字": "香林坊"}
        _, converted = one("aed", "current", "2019", **parts)
        assert codes(converted) == {("address-part-differs", "所在地_町字")}

    def test_columns_become_a_list_and_no_is_listed_as_lost(self):
        row, converted = one(
            "public-facility",
            "current",
            "2019",
            車椅子可="有",
            授乳室="無",
            字幕="一部あり",
            筆談対応="有",
        )
        assert row == {"バリアフリー情報": "車椅子可;筆談対応"}
        assert codes(converted) == {
            ("other-word-for-yes", "車椅子可"),
            ("absence-not-carried", "授乳室"),
            ("value-not-carried", "字幕"),
        }


class TestRefused:
    def test_unknown_version_names_those_there_are(self):
        with pytest.raises(FormatError) as caught:
            one("aed", "current", "1999", 名称="館")
        assert "2019" in caught.value.text("ja")

    def test_table_of_no_format(self):
        nothing = Recognition(None, None, 0.0, {}, {})
        with pytest.raises(FormatError) as caught:
            convert(table_of(["a"], [["b"]], name="x.csv"), nothing, "current")
        assert "x.csv" in caught.value.text("en")


def test_own_version_puts_columns_in_order():
    row, converted = one("aed", "current", "current", 名称="館", ID="1")
    assert list(row) == ["ID", "名称"]
    names = [field.name for field in load_format("aed").current.fields]
    assert list(converted.table.headings) == names


def assert_comes_back(table: Table, form: str, version: str) -> None:
    """Convert to the current version and back; what differs must have been listed."""
    there = to(table, form, version, "current")
    back = to(there.table, form, "current", version)
    listed = {loss.column for loss in (*there.losses, *back.losses)}
    for before, after in zip(cells(table), cells(back.table), strict=True):
        for name, was, now in zip(table.headings, before, after, strict=True):
            assert was == now or name in listed, (name, was, now)


@pytest.mark.parametrize(("form", "version"), FORMER)
def test_example_of_each_former_version_comes_back(form: str, version: str):
    found = load_format(form).version(version)
    assert found
    row = [field.example for field in found.fields]
    assert_comes_back(table_of([field.name for field in found.fields], [row]), form, version)


@pytest.mark.parametrize(("form", "version"), FORMER)
def test_example_of_each_current_version_is_carried_or_listed(form: str, version: str):
    fields = load_format(form).current.fields
    table = table_of([field.name for field in fields], [[field.example for field in fields]])
    there = to(table, form, "current", version)
    back = to(there.table, form, version, "current")
    listed = {loss.column for loss in there.losses}
    (before,), (after,) = cells(table), cells(back.table)
    parts = ("所在地", "町字ID", "住所", "建物名等(方書)")
    for name, was, now in zip(table.headings, before, after, strict=True):
        if name not in listed and not any(part in name for part in parts):
            assert was == now, name


def test_former_addresses_and_lists_come_back():
    heads = ["", "金沢市", "石川県金沢市", "石川県河北郡津幡町", "富山県高岡市"]
    places = ["広坂1-2-3", "広坂一丁目2番3号", "字加賀爪ニ3", "本町", "香林坊2", "1", "三丁目", ""]
    lists = ["", "車椅子可", "車椅子可;字幕;授乳室", "字幕;手話"]
    body = {
        "都道府県コード又は市区町村コード": "172014",
        "都道府県名": "石川県",
        "市区町村名": "金沢市",
    }
    names = [field.name for field in load_format("public-facility").versions[1].fields]
    rows: list[list[str | None]] = []
    for head, place, building in itertools.product(heads, places, ["", "3階", "庁舎", "2"]):
        features = lists[len(rows) % len(lists)]
        address = {"住所": head + place, "方書": building, "バリアフリー情報": features}
        rows.append([{**body, **address}.get(name) for name in names])
    assert_comes_back(table_of(names, rows), "public-facility", "2019")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("yaizu/222127_aed.csv", "aed"),
        ("yaizu/222127_evacuation_space.csv", "evacuation-space"),
        ("yaizu/222127_preschool.csv", "preschool"),
        ("oyama/public_toilet.csv", "public-toilet"),
    ],
)
def test_real_files_come_back(path: str, form: str, real_data: Path):
    table = csv_table(real_data / path)
    names = [field.name for field in load_format(form).versions[1].fields]
    table = table_of(names, [list(row) for row in cells(table)])
    assert_comes_back(table, form, "2019")


def test_each_loss_says_in_both_languages_what_stays_behind():
    _, converted = one("aed", "current", "2019", 郵便番号="9200000")
    (loss,) = converted.losses
    assert "郵便番号" in loss.text("ja") and "9200000" in loss.text("en")
    assert loss.as_dict()["samples"] == [{"row": 2, "value": "9200000"}]
