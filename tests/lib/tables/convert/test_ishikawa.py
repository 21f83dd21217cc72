"""Ishikawa common format ↔ national: nothing is lost through the united table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables.convert.ishikawa import convert
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells, csv_table, recognition_of, records

OWN_SCHEME = "石川中央都市圏 共通フォーマット ID"
COMMON, UNITED, NATIONAL = "ishikawa-facility", "ishikawa-superset", "public-facility"


def names_of(form: str, version: str = "current") -> list[str]:
    found = load_format(form).version(version)
    assert found
    return [field.name for field in found.fields]


def to(table: Table, source: str, target: str, **options: str) -> Converted:
    version = options.pop("source_version", "current")
    return convert(table, recognition_of(table.headings, source, version), target, **options)


def one(source: str, target: str, row: dict[str, str], **options: str):
    converted = to(table_of(list(row), [list(row.values())]), source, target, **options)
    return records(converted.table)[0], converted


def lost(converted: Converted) -> dict[str, int]:
    return {loss.column: loss.count for loss in converted.losses if loss.outcome == "lost"}


def otherwise(converted: Converted) -> list[tuple[str, str, str | None]]:
    """Return what was carried over, but not as it was written."""
    return [
        (loss.code, loss.column, loss.target) for loss in converted.losses if loss.outcome != "lost"
    ]


class TestToUnited:
    def test_each_column_stands_where_the_national_form_has_it(self):
        row = {"ID": "2007", "住所": "金沢市広坂1-2-1", "リンク": "https://example.lg.jp/"}
        united, _ = one(COMMON, UNITED, row, municipality="172014")
        assert united == {
            "全国地方公共団体コード": "172014",
            "地方公共団体名": "石川県金沢市",
            "外部識別子": "石川中央都市圏 共通フォーマット ID",
            "外部識別子の値": "2007",
            "所在地_連結表記": "石川県金沢市広坂1-2-1",
            "URL": "https://example.lg.jp/",
            "共通_ID": "2007",
            "共通_住所": "金沢市広坂1-2-1",
        }

    @pytest.mark.parametrize("text", ["9:00～20:00", "09:00-20:00", " 9:00 〜 20:00"])
    def test_one_range_of_times_becomes_start_and_end(self, text: str):
        united, _ = one(COMMON, UNITED, {"開館時間": text})
        assert united == {"開始時間": "09:00", "終了時間": "20:00", "開館時間": text}

    def test_other_texts_share_the_national_column_of_remarks(self):
        row = {"開館時間": "日の出から日没", "休館日": "月曜日"}
        united, _ = one(COMMON, UNITED, row)
        assert united["利用可能時間特記事項"] == "日の出から日没 / 休館日:月曜日"

    def test_where_the_aed_is_has_a_column_of_its_own(self):
        table = table_of(["ID", "設置場所"], [["5001", "1階ロビー"]])
        converted = to(table, COMMON, UNITED, source_version="aed")
        assert records(converted.table)[0]["設置場所"] == "1階ロビー"
        assert converted.losses == ()


class TestStraight:
    def test_to_national_lists_what_it_has_no_place_for(self):
        row = {
            "名称": "美術館",
            "ジャンル1": "文化・芸術",
            "サブジャンル2": "寺社",
            "料金": "100円",
        }
        national, converted = one(COMMON, NATIONAL, row)
        assert national == {"名称": "美術館", "備考": "料金:100円"}
        assert lost(converted) == {"ジャンル1": 1, "サブジャンル2": 1}

    def test_to_common_reads_the_national_columns(self):
        row = {
            "ID": "AA0000000001",
            "名称": "美術館",
            "所在地_連結表記": "石川県金沢市広坂1",
            "開始時間": "09:00",
            "終了時間": "17:00",
            "利用可能時間特記事項": "休館日:月曜日",
            "連絡先備考（その他、SNSなど）": "FAX: 076-220-0001",
            "備考": "料金:100円",
        }
        common, converted = one(NATIONAL, COMMON, row)
        assert common == {
            "ID": "AA0000000001",
            "名称": "美術館",
            "住所": "金沢市広坂1",
            "Fax番号": "076-220-0001",
            "開館時間": "09:00～17:00",
            "休館日": "月曜日",
            "備考": "料金:100円",
        }
        assert lost(converted) == {}
        assert sorted(otherwise(converted)) == [
            ("label-taken-off", "利用可能時間特記事項", "休館日"),
            ("label-taken-off", "連絡先備考（その他、SNSなど）", "Fax番号"),
            ("prefecture-left-out", "所在地_連結表記", "住所"),
            ("text-not-separated", "備考", "料金"),
            ("times-joined", "終了時間", "開館時間"),
            ("times-joined", "開始時間", "開館時間"),
        ]

    def test_to_national_lists_what_is_written_otherwise(self):
        row = {
            "住所": "金沢市広坂1",
            "Fax番号": "076-220-0001",
            "開館時間": "9:00～17:00",
            "休館日": "月曜日",
            "料金": "100円",
        }
        national, converted = one(COMMON, NATIONAL, row)
        assert (national["所在地_連結表記"], national["開始時間"]) == ("石川県金沢市広坂1", "09:00")
        assert lost(converted) == {}
        assert otherwise(converted) == [
            ("address-completed", "住所", "所在地_連結表記"),
            ("text-labelled", "Fax番号", "連絡先備考（その他、SNSなど）"),
            ("times-separated", "開館時間", "開始時間"),
            ("text-labelled", "休館日", "利用可能時間特記事項"),
            ("text-labelled", "料金", "備考"),
        ]
        for loss in converted.losses:
            assert loss.column in loss.text("ja") and loss.samples[0].value in loss.text("en")

    def test_what_passes_as_it_is_is_not_listed(self):
        row = {"住所": "石川県金沢市広坂1", "開館時間": "日の出から日没", "備考": "要予約"}
        assert one(COMMON, NATIONAL, row)[1].losses == ()

    @pytest.mark.parametrize(
        ("row", "number", "gone"),
        [
            ({"外部識別子": "施設情報API ID", "外部識別子の値": "2007"}, "AA01", "both"),
            ({"外部識別子の値": "2007"}, "AA01", "value"),
            ({"外部識別子": OWN_SCHEME, "外部識別子の値": "2007"}, "2007", "ID"),
        ],
    )
    def test_identifiers_the_common_form_has_no_place_for(
        self, row: dict[str, str], number: str, gone: str
    ):
        common, converted = one(NATIONAL, COMMON, {"ID": "AA01", "名称": "館", **row})
        both = {"外部識別子": 1, "外部識別子の値": 1}
        told = {"both": both, "value": {"外部識別子の値": 1}, "ID": {"ID": 1}}
        assert (common["ID"], lost(converted)) == (number, told[gone])

    def test_half_a_time_is_lost(self):
        common, converted = one(NATIONAL, COMMON, {"名称": "館", "開始時間": "09:00"})
        assert (common, lost(converted)) == ({"名称": "館"}, {"開始時間": 1})

    def test_national_cells_beside_other_kept_ones_are_lost(self):
        row = {"名称": "館", "所在地_連結表記": "石川県白山市1", "共通_住所": "金沢市1"}
        common, converted = one(UNITED, COMMON, row)
        assert (common["住所"], lost(converted)) == ("金沢市1", {"所在地_連結表記": 1})

    def test_to_common_lists_what_it_has_no_place_for(self):
        row = {"名称": "館", "法人番号": "4000020172014", "利用可能時間特記事項": "夜間は応相談"}
        _, converted = one(NATIONAL, COMMON, row)
        assert lost(converted) == {"法人番号": 1, "利用可能時間特記事項": 1}

    def test_united_to_national_lists_only_what_the_row_does_not_say_elsewhere(self):
        common = {"ID": "1", "ジャンル1": "観光", "開館時間": "9:00～17:00", "料金": "100円"}
        table = table_of(list(common), [list(common.values())])
        united = to(table, COMMON, UNITED).table
        assert lost(to(united, UNITED, NATIONAL)) == {"ジャンル1": 1}


# Texts that look like what the conversion itself writes.
TEXT = st.sampled_from(
    [
        "",
        "",
        "料金:100円",
        "100円",
        "休館日:月",
        "月",
        "FAX: 1",
        "9:00～17:00",
        "9:00",
        " / ",
        "石川県",
    ]
) | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.lists(TEXT, min_size=21, max_size=21), min_size=1, max_size=6),
    version=st.sampled_from(["current", "aed"]),
)
def test_common_comes_back_from_the_united_table(rows: list[list[str | None]], version: str):
    table = table_of(names_of(COMMON, version), rows)
    united = to(table, COMMON, UNITED, source_version=version, municipality="172014")
    back = to(united.table, UNITED, COMMON, version=version)
    assert united.losses == ()
    # The publisher, who was told when converting, has no column.
    assert set(lost(back)) <= {"全国地方公共団体コード", "地方公共団体名"}
    assert cells(back.table) == cells(table)


@settings(max_examples=10, deadline=None)
@given(rows=st.lists(st.lists(TEXT, min_size=56, max_size=56), min_size=1, max_size=3))
def test_national_comes_back_from_the_united_table(rows: list[list[str | None]]):
    table = table_of(names_of(NATIONAL), rows)
    united = to(table, NATIONAL, UNITED)
    back = to(united.table, UNITED, NATIONAL)
    assert (*united.losses, *back.losses) == ()
    assert cells(back.table) == cells(table)


def test_real_facilities_pass_through_the_united_table(real_data: Path):
    table = csv_table(real_data / "ishikawa-pref/170003_public_facility.csv")
    united = to(table, NATIONAL, UNITED).table
    assert cells(to(united, UNITED, NATIONAL).table) == cells(table)


@pytest.mark.parametrize(("source", "target"), [("aed", COMMON), (COMMON, "aed"), (COMMON, COMMON)])
def test_other_forms_are_refused(source: str, target: str):
    with pytest.raises(FormatError) as caught:
        one(source, target, {"ID": "1"})
    assert caught.value.code == "ishikawa-forms"
    assert NATIONAL in caught.value.text("ja")
