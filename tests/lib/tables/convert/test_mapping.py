"""Own layouts through a mapping: guessed, corrected, kept, used on the next edition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.convert.mapping import Join, Mapping, Split, guess
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.errors import MappingError
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import records

FULL = Mapping(
    format="evacuation-space",
    columns={"避難先": "名称", "重複": "指定避難所との重複"},
    constants={"市区町村コード": "302040"},
    joins={"地方公共団体名": Join(("県", "市"))},
    splits={
        "災害": Split("・", words={"津波": "災害種別_津波", "洪水": "災害種別_洪水"}),
        "位置": Split(",", into=("緯度", "経度")),
    },
    values={"指定避難所との重複": {"兼ねる": "1"}},
    dropped=("整理番号",),
)
HEADINGS = ["整理番号", "避難先", "県", "市", "災害", "位置", "重複"]
ROW = ["7", "集会所", "和歌山県", "有田市", "洪水・津波", "34.09, 135.11", "兼ねる"]


def table(*rows: list[str | None], headings: list[str] = HEADINGS) -> Table:
    return table_of(headings, list(rows), name="避難先.csv")


def refused(text: str) -> MappingError:
    with pytest.raises(MappingError) as caught:
        Mapping.load(text)
    for language in ("ja", "en"):
        assert caught.value.text(language)
    return caught.value


def lost(converted: Converted) -> set[tuple[str, str]]:
    return {(loss.code, loss.column) for loss in converted.losses}


class TestApply:
    def test_all_parts_of_a_mapping(self):
        converted = FULL.apply(table(list(ROW)))
        assert records(converted.table) == [
            {
                "名称": "集会所",
                "指定避難所との重複": "1",
                "市区町村コード": "302040",
                "地方公共団体名": "和歌山県有田市",
                "災害種別_津波": "1",
                "災害種別_洪水": "1",
                "緯度": "34.09",
                "経度": "135.11",
            }
        ]
        assert converted.losses == ()

    def test_what_has_no_place_is_listed(self):
        row = ["7", "集会所", "", "", "津波・高潮", "34.09,135.11,5", "一部"]
        converted = FULL.apply(table([*row, "x"], headings=[*HEADINGS, "担当"]))
        assert lost(converted) == {
            ("value-without-column", "災害"),
            ("parts-too-many", "位置"),
            ("value-not-in-map", "重複"),
            ("column-not-carried", "担当"),
        }
        assert records(converted.table)[0]["指定避難所との重複"] == "一部"

    def test_next_edition_may_write_its_headings_in_another_width(self):
        mapping = Mapping("aed", columns={"施設名(館)": "名称"})
        converted = mapping.apply(table(["館"], headings=["施設名（館） "]))
        assert records(converted.table) == [{"名称": "館"}]

    def test_columns_of_one_name_are_told_apart_by_number(self):
        mapping = Mapping("aed", columns={"名": "名称", "名 (2)": "名称_カナ", "(3)": "備考"})
        converted = mapping.apply(table(["館", "カン", "x"], headings=["名", "名", ""]))
        assert records(converted.table) == [{"名称": "館", "名称_カナ": "カン", "備考": "x"}]

    def test_missing_column_is_named_with_those_like_it(self):
        with pytest.raises(MappingError) as caught:
            FULL.apply(table(headings=["整理番号", "避難先名", "県", "市", "災害", "位置", "重複"]))
        text = caught.value.text("ja")
        assert "「避難先」" in text and "避難先名" in text and "避難先.csv" in text

    @pytest.mark.parametrize(
        ("wrong", "meant"),
        [("名祢", "名称"), ("住所", "所在地_連結表記"), ("電話番後", "電話番号")],
    )
    def test_unknown_heading_is_guessed_as_recognising_would(self, wrong: str, meant: str):
        (problem,) = Mapping("aed", columns={"a": wrong}).problems()
        assert meant in problem.text("ja").split("近い見出し")[1]

    def test_heading_like_none_is_told_with_those_there_are(self):
        (problem,) = Mapping("aed", columns={"a": "利回り"}).problems()
        assert "似た見出しはありません" in problem.text("ja") and "電話番号" in problem.text("ja")

    def test_all_problems_are_found_at_once(self):
        mapping = Mapping(
            "aed",
            columns={"a": "名稱", "b": "備考", "c": "備考"},
            dropped=("a",),
        )
        codes = [problem.code for problem in mapping.problems(table(headings=["a", "b"]))]
        assert codes == [
            "mapping-target-unknown",
            "mapping-target-twice",
            "mapping-dropped-and-used",
            "mapping-column-missing",
        ]
        assert "名称" in mapping.problems()[0].text("en")

    def test_unknown_version(self):
        with pytest.raises(MappingError) as caught:
            Mapping("aed", version="1999").problems()
        assert "2019" in caught.value.text("ja")


class TestKept:
    @pytest.mark.parametrize("form", ["yaml", "json"])
    def test_what_is_written_reads_back_the_same(self, form: str, tmp_path: Path):
        path = tmp_path / f"mapping.{form}"
        path.write_text(FULL.dump(form), encoding="utf-8")
        assert Mapping.load(path) == FULL

    def test_json_is_json(self):
        assert json.loads(FULL.dump("json"))["columns"]["避難先"] == "名称"

    def test_empty_parts_are_not_written(self):
        assert Mapping("aed", columns={"館": "名称"}).dump() == (
            "mapping: 1\nformat: aed\nversion: current\ncolumns:\n  館: 名称\n"
        )

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("a: [", "mapping-not-yaml"),
            ("- a", "mapping-is-list"),
            ("mapping: 2\nformat: aed", "mapping-form"),
            ("mapping: 1", "mapping-without-format"),
            ("mapping: 1\nformat: aed\ncolumn: {a: b}", "mapping-key-unknown"),
            ("mapping: 1\nformat: aed\ncolumns: [a]", "mapping-not-pairs"),
            ("mapping: 1\nformat: aed\nconstants: {NO: 172014}", "mapping-not-text"),
            ("mapping: 1\nformat: aed\ncolumns: {no: ID}", "mapping-not-text"),
            ("mapping: 1\nformat: aed\ndropped: a", "mapping-not-list"),
            ("mapping: 1\nformat: aed\njoins: {a: [b, c]}", "mapping-join"),
            ("mapping: 1\nformat: aed\nsplits: {a: {at: x}}", "mapping-split"),
            ("mapping: 1\nformat: aed\nsplits: {a: {at: '', into: [b]}}", "mapping-split"),
            ("mapping: 1\nformat: aed\nvalues: {a: [b]}", "mapping-not-pairs"),
        ],
    )
    def test_mistakes_are_named(self, text: str, code: str):
        assert refused(text).code == code

    def test_other_encodings_are_named(self):
        with pytest.raises(MappingError) as caught:
            Mapping.load("mapping: 1\nformat: 避難".encode("cp932"))
        assert caught.value.code == "mapping-not-utf8"

    def test_key_that_is_nearly_right_is_suggested(self):
        assert "columns" in refused("mapping: 1\nformat: aed\ncolum: {a: b}").text("ja")


class TestGuess:
    def test_own_layout_of_wakayama(self, real_data: Path):
        found = open_tables(real_data / "wakayama-pref/aridashi.csv")[0]
        guessed = guess(found, "evacuation-space")
        columns = guessed.mapping.columns
        assert columns["避難先名称"] == "名称"
        assert columns["緯度：北緯（世界測地系10進法）"] == "緯度"
        assert columns["所在地"] == "所在地_連結表記"
        assert columns["標高（メートル）"] == "標高"
        assert columns["収容人数"] == "想定収容人数"
        split = guessed.mapping.splits["災害区分"]
        assert split.at == "\u3000"
        assert split.words["崖崩れ・土石流及び地滑り"] == "災害種別_崖崩れ、土石流及び地滑り"
        assert "耐震性" in guessed.open
        rows = records(guessed.mapping.apply(found).table)
        assert len(rows) == 142
        assert (rows[0]["名称"], rows[0]["災害種別_津波"]) == ("河南地区避難拠点地", "1")

    def test_odd_old_layout_of_yaizu(self, real_data: Path):
        found = open_tables(real_data / "yaizu/222127_evacuation_space.csv")[0]
        guessed = guess(found, "evacuation-space")
        assert guessed.open == ()
        assert guessed.mapping.joins["地方公共団体名"].of == ("都道府県名", "市区町村名")
        assert guessed.mapping.apply(found).losses == ()

    def test_workbook_of_takamatsu(self, real_data: Path):
        found = open_tables(real_data / "takamatsu/events.xlsx")[0]
        guessed = guess(found, "event")
        wanted = {"行事名": "イベント名", "場所名称": "場所名称", "TEL": "連絡先電話番号"}
        assert wanted.items() <= dict(guessed.mapping.columns).items()
        assert len(records(guessed.mapping.apply(found).table)) == 51

    def test_guess_is_kept_corrected_and_used_again(self, real_data: Path):
        found = open_tables(real_data / "takamatsu/events.xlsx")[0]
        text = guess(found, "event").mapping.dump()
        corrected = text.replace("料金: 料金(詳細)", "料金: 備考") + "dropped: [申込期間]\n"
        converted = Mapping.load(corrected).apply(found)
        assert "備考" in records(converted.table)[0]
        assert "申込期間" not in {loss.column for loss in converted.losses}

    def test_values_that_do_not_fit_keep_a_heading_from_being_matched(self):
        rows: list[list[str | None]] = [["館", "ネコ"], ["室", "イヌ"]]
        guessed = guess(table(*rows, headings=["名称", "更新の経度"]), "aed")
        assert "更新の経度" in guessed.open


def test_addresses_are_told_by_heading_and_values():
    headings = ["施設", "場所", "説明", "緯度", "経度"]
    rows = [
        ["市民館", "金沢市広坂1-1-1", "金沢市広坂1丁目の交差点を右", "36.56", "136.65"],
        ["泉野の家", "金沢市泉野町4-1", "金沢市の南、泉野町4丁目", "36.54", "136.64"],
    ]
    guessed = guess(table_of(headings, rows), "public-facility")
    columns = dict(guessed.mapping.columns)
    assert columns["場所"] == "所在地_連結表記"
    assert columns["施設"] == "名称"
    assert columns.get("説明") == "説明"
