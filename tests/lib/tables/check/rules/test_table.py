"""Rules on whole columns, and on rows that are no data."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.lib.tables.check.making import found, recognised, reported, rows_with, unrecognised


class TestPersonalColumns:
    @pytest.mark.parametrize(
        "heading",
        [
            "氏名",
            "担当者",
            "担当者 氏名",
            "携帯電話",
            "生年月日",
            "マイナンバー",
            "自宅住所",
            "性別",
            "国籍",
        ],
    )
    def test_headings(self, heading):
        report = reported(unrecognised(["施設", heading], [["あ", "い"], ["う", None]]))
        assert [one.column for one in found(report, "personal-column")] == [heading]

    @pytest.mark.parametrize("heading", ["施設名", "名称", "電話番号", "担当課", "対象年齢"])
    def test_other_headings(self, heading):
        report = reported(unrecognised(["施設", heading], [["あ", "い"]]))
        assert not found(report, "personal-column")

    @pytest.mark.parametrize(
        "headings",
        [
            ["国籍・地域", "2025年"],
            ["国籍別", "2025年"],
            ["国籍", "外国人数", "人口"],
            ["年齢", "性別", "人数"],
            ["年齢", "計"],
        ],
    )
    def test_people_that_are_counted_are_no_persons(self, headings):
        report = reported(unrecognised(headings, [["あ"] * len(headings)]))
        assert not found(report, "personal-column")

    def test_a_number_beside_names_makes_no_statistic(self):
        headings = ["氏名", "国籍", "同居の人数", "口座番号"]
        report = reported(unrecognised(headings, [["あ"] * 4]))
        told = [one.column for one in found(report, "personal-column")]
        assert told == ["氏名", "国籍", "口座番号"]

    def test_the_size_of_a_family_counts_no_statistic(self):
        report = reported(unrecognised(["国籍", "同居家族の人数"], [["あ", "3"]]))
        assert [one.column for one in found(report, "personal-column")] == ["国籍"]

    def test_accounts_stay_personal_where_people_are_counted(self):
        report = reported(unrecognised(["口座番号", "人数"], [["あ", "い"]]))
        assert [one.column for one in found(report, "personal-column")] == ["口座番号"]

    def test_columns_of_the_format_and_empty_ones_are_no_matter(self):
        assert not found(reported(recognised("food-business", [{}])), "personal-column")
        assert not found(reported(unrecognised(["氏名"], [[None]])), "personal-column")


class TestPersonNames:
    NAMES = ("山田 太郎", "佐藤花子", "鈴木 一郎", "田中 さくら", "中村 次郎", "不在")

    def test_column_of_names(self):
        rows: list[list[str | None]] = [[name] for name in self.NAMES]
        (one,) = found(reported(unrecognised(["連絡先"], rows)), "person-names")
        assert (one.column, one.level) == ("連絡先", "hint")
        assert "6種類のうち5種類" in one.text("ja")
        assert "5 of the 6" in one.text("en")

    def test_column_of_a_format_that_names_things(self):
        rows = [{"ID": f"A{number}", "名称": name} for number, name in enumerate(self.NAMES)]
        (one,) = found(reported(recognised("public-facility", rows)), "person-names")
        assert one.column == "名称"

    def test_bodies_are_looked_at_cell_by_cell(self):
        rows = [{"ID": f"A{number}", "団体名": name} for number, name in enumerate(self.NAMES)]
        report = reported(recognised("public-facility", rows))
        assert len(found(report, "person-as-body")) == 5
        assert not found(report, "person-names")

    def test_heading_that_says_so_is_enough(self):
        rows: list[list[str | None]] = [[name] for name in self.NAMES]
        assert not found(reported(unrecognised(["担当者"], rows)), "person-names")

    def test_facilities_are_no_persons(self):
        names = ("中村記念美術館", "小林公園", "山田町", "石川県庁", "西田駐車場", "東野中学校")
        rows: list[list[str | None]] = [[name] for name in names]
        assert not found(reported(unrecognised(["施設"], rows)), "person-names")


class TestMixedWriting:
    def test_words_of_yes_and_no(self):
        cells = [["有"], ["無"], ["○"], ["無"], ["×"]]
        report = reported(unrecognised(["車椅子"], cells))
        (mixed,) = found(report, "mixed-writing")
        assert "「無」2件" in mixed.text("ja") and '"有" 1 times' in mixed.text("en")

    def test_dates(self):
        cells = [["2026-04-01"], ["2026/4/2"], ["令和8年4月3日"]]
        assert len(found(reported(unrecognised(["日"], cells)), "mixed-writing")) == 1

    @pytest.mark.parametrize(
        "cells", [["有", "無", "有"], ["可", "不可"], ["1", "0"], ["有る", "○"]]
    )
    def test_one_way_is_right(self, cells):
        report = reported(unrecognised(["a"], [[cell] for cell in cells]))
        assert not found(report, "mixed-writing")


class TestLostZeros:
    def test_shorter_codes_among_longer_ones(self):
        cells = [[f"{number:07}"] for number in range(100_000, 100_030)] + [["278103"]]
        report = reported(unrecognised(["町字コード"], cells))
        assert [one.value for one in found(report, "leading-zeros-uneven")] == ["278103"]

    def test_counted_numbers_are_no_codes(self):
        cells = [[str(number)] for number in range(90, 1200)]
        assert not found(reported(unrecognised(["番号"], cells)), "leading-zeros-uneven")


def test_a_mistyped_code_is_no_other_municipality():
    rows = [{}, {}, {"全国地方公共団体コード": "172015"}, {"全国地方公共団体コード": "990001"}]
    report = reported(recognised("public-facility", rows))
    assert [one.row for one in found(report, "municipality-code-check-digit")] == [4]
    assert not found(report, "several-municipalities")


def test_several_municipalities():
    rows = [{"全国地方公共団体コード": "172014"}, {"全国地方公共団体コード": "172103"}]
    (several,) = found(reported(recognised("public-facility", rows)), "several-municipalities")
    assert "172014（金沢市） 1行" in several.text("ja")
    assert not found(reported(recognised("public-facility", [{}, {}])), "several-municipalities")


class TestTrailingRows:
    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            (["合計", "1,234", "99"], "total-row"),
            (["", "総 計", "99"], "total-row"),
            (["合計 12件", "99", "9"], "total-row"),
            (["男女計", "99", "9"], "total-row"),
            (["※ 数値は概数", "", ""], "note-row"),
            (["出典：金沢市", "", ""], "note-row"),
            (["（単位：人）", "", ""], "unit-row"),
            (["令和8年4月1日現在", "", ""], "version-row"),
            (["第3.09版", "", ""], "version-row"),
        ],
    )
    def test_rows_that_are_no_data(self, cells, code):
        report = reported(unrecognised(["町", "人口", "世帯"], [["広坂", "1", "2"], cells]))
        assert rows_with(report, code) == [3]

    def test_note_in_place_of_a_name(self):
        rows = [["広坂", "1", "2"], ["※沿岸部からの退避", "0", "2"], ["※", "1", "2"]]
        report = reported(unrecognised(["町", "人口", "世帯"], rows))
        assert [(one.row, one.value) for one in found(report, "note-as-name")] == [
            (3, "※沿岸部からの退避")
        ]

    def test_data_is_data(self):
        rows = [
            ["広坂", "1", "2"],
            ["計画課", "1", "2"],
            ["会計", "1", "2"],
            ["※", "1", "2"],
            ["長町", None, None],
        ]
        report = reported(unrecognised(["町", "人口", "世帯"], rows))
        assert not {"total-row", "note-row", "unit-row", "version-row"} & set(report.found.totals)


class TestIdentifiers:
    def test_an_id_that_repeats_is_a_hint_where_no_format_is_known(self):
        made = unrecognised(["ID", "農園名"], [["A-1", "甲"], ["A-1", "乙"], ["A-2", "丙"]])
        repeated = found(reported(made), "repeated-id")
        assert [(one.row, one.level, one.params["first"]) for one in repeated] == [(3, "hint", 2)]

    def test_an_empty_id_is_no_id(self):
        made = unrecognised(["ID", "農園名"], [[None, "甲"], [None, "乙"]])
        assert not found(reported(made), "repeated-id")


class TestRowsWithoutValues:
    HEADINGS: ClassVar = ["名称", "住所", "備考"]

    def test_dashes_spaces_and_words_are_no_values(self):
        rows = [["館", "金沢市", None], ["-", None, "\u3000"], ["\u200b", "-", "null"]]
        report = reported(unrecognised(self.HEADINGS, rows))
        assert rows_with(report, "row-without-values") == [3, 4]
        one = found(report, "row-without-values")[0]
        assert (one.level, one.repair, one.column) == ("hint", "drop-empty-rows", "名称")
        assert "値がないことを示す言葉しか" in one.text("ja")
        assert "nothing but spaces, dashes or words" in one.text("en")

    def test_a_row_with_one_value_is_data(self):
        rows = [["-", None, "館"], ["なし", "-", "-"], ["#", "", ""]]
        assert not rows_with(reported(unrecognised(self.HEADINGS, rows)), "row-without-values")
