"""5374 files ↔ the national forms for waste."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.convert import garbage
from ckanext.kanazawa.lib.tables.convert.collection import days_in_short, days_in_words
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.convert.rules.readings import first_kana
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.table import table_of

from ..tables import cells, csv_table, recognition_of, records

FILES = ("target", "area_days", "center", "description", "remarks")


def lost(converted: Converted) -> dict[tuple[str, str], int]:
    return {(loss.code, loss.column): loss.count for loss in converted.losses}


class TestItems:
    TABLE = table_of(
        ["type", "name", "notice", "furigana"],
        [["資源", "ガラスびん", "洗う", "か"], ["燃やすごみ", "枕", "", "ま"]],
    )

    def test_items_become_rows_of_the_national_form(self):
        found = garbage.to_national([self.TABLE], municipality="172014").separation
        assert found
        assert records(found.table)[0] == {
            "ごみの分別方法_全国地方公共団体コード": "172014",
            "ごみの分別方法_品目": "ガラスびん",
            "ごみの分別方法_分別区分": "資源",
            "ごみの分別方法_注意点": "洗う",
        }
        assert lost(found) == {("column-not-carried", "furigana"): 2}
        assert "ごみの分別方法_ID" in found.unfilled

    def test_readings_come_back_only_where_they_are_certain(self):
        national = garbage.to_national([self.TABLE]).separation
        assert national
        seen = recognition_of(national.table.headings, "garbage-separation")
        back = garbage.to_app(national.table, seen)
        assert back.table.headings == ("label", "name", "notice", "furigana")
        assert cells(back.table) == [
            ["資源", "ガラスびん", "洗う", "か"],
            ["燃やすごみ", "枕", "", ""],
        ]
        assert lost(back) == {("reading-unknown", "ごみの分別方法_品目"): 1}

    @pytest.mark.parametrize(
        ("name", "letter"),
        [("ﾊﾟﾝ", "は"), ("ガム", "か"), ("ゃ", "や"), ("枕", None), ("CD", None), ("ー", None)],
    )
    def test_letter_of_a_reading(self, name: str, letter: str | None):
        assert first_kana(name) == letter


class TestDays:
    @pytest.mark.parametrize(
        ("short", "words"),
        [
            ("月 木", "毎週月曜日、毎週木曜日"),
            ("火1 火3 火5", "第1火曜日、第3火曜日、第5火曜日"),
            ("月 水4", "毎週月曜日、第4水曜日"),
        ],
    )
    def test_days_are_written_for_people_and_read_back(self, short: str, words: str):
        assert days_in_words(short) == words
        assert days_in_short(words) == short

    def test_other_writings_stay(self):
        assert days_in_words("月 木 *1") == "月 木 *1"
        assert days_in_short("隔週月曜日") is None

    def test_each_area_and_category_is_a_row(self):
        table = table_of(
            ["地区", "燃やすごみ", "資源"], [["浅野", "月 木", "水1"], ["朝日", "火", ""]]
        )
        found = garbage.to_national([table]).stations
        assert found
        wanted = ("ゴミ集積場所_地区名", "ゴミ集積場所_ゴミ種類", "ゴミ集積場所_ゴミ収集日")
        assert [[row[name] for name in wanted] for row in records(found.table)] == [
            ["浅野", "燃やすごみ", "毎週月曜日、毎週木曜日"],
            ["浅野", "資源", "第1水曜日"],
            ["朝日", "燃やすごみ", "毎週火曜日"],
        ]
        assert [row for b in found.table.blocks() for row in b.frame["row"]] == [2, 3, 4]

    def test_rows_that_disagree_are_listed_and_left_empty(self):
        names = [f"ゴミ集積場所_{name}" for name in ("地区名", "ゴミ種類", "ゴミ収集日")]
        rows = [["浅野", "資源", "第1水曜日"], ["浅野", "資源", "第2水曜日"], ["", "資源", "隔週"]]
        table = table_of(names, [list(row) for row in rows])
        found = garbage.to_app(table, recognition_of(names, "garbage-station"))
        assert records(found.table) == [{"地区": "浅野"}]
        assert lost(found) == {
            ("days-without-area", names[2]): 1,
            ("days-differ", names[2]): 2,
        }


class TestKanazawa:
    def test_all_files_are_told_apart(self, real_data: Path):
        tables = [csv_table(real_data / f"5374-kanazawa/{name}.csv") for name in FILES]
        assert [garbage.kind_of(table) for table in tables] == list(FILES)

    def test_what_has_a_counterpart_comes_back_and_the_rest_is_listed(self, real_data: Path):
        tables = [csv_table(real_data / f"5374-kanazawa/{name}.csv") for name in FILES]
        found = garbage.to_national(tables)
        assert found.separation and found.stations
        items = garbage.to_app(
            found.separation.table,
            recognition_of(found.separation.table.headings, "garbage-separation"),
        )
        assert [row[:3] for row in cells(items.table)] == [row[:3] for row in cells(tables[0])]
        days = garbage.to_app(
            found.stations.table, recognition_of(found.stations.table.headings, "garbage-station")
        )
        before = [[row[0], *row[2:]] for row in cells(tables[1])]
        assert [[row[0], *row[2:]] for row in cells(days.table)] == before
        assert lost(found.stations) == {("column-not-carried", "センター"): 71}
        assert {loss.column for loss in found.not_carried} >= {"休止開始日", "description"}


def test_other_tables_are_refused():
    with pytest.raises(FormatError) as caught:
        garbage.to_national([table_of(["名称"], [["館"]], name="x.csv")])
    assert "x.csv" in caught.value.text("ja")
    with pytest.raises(FormatError):
        garbage.to_app(table_of(["名称"], [["館"]]), recognition_of(["名称"], "aed"))
