"""Where the headings stand."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import FileError
from tests.lib.tables.read.rows import codes_of, rows_of, table_from

DATA = "兼六園,100,200\n金沢城公園,50,\n"


def test_titles_and_blank_rows_above_are_passed_over():
    table = table_from(f"公園の利用者,,\n令和8年4月1日現在,,\n\n名称,男,女\n{DATA}")
    assert table.header_row == 4
    assert table.headings == ("名称", "男", "女")
    assert rows_of(table)[0] == (5, "兼六園", "100", "200")
    assert "令和8年4月1日現在" in (table.findings[0].value or "")


def test_two_rows_of_headings_are_joined():
    table = table_from(f"名称,人口,\n,男,女\n{DATA}")
    assert table.headings == ("名称", "人口_男", "人口_女")
    assert table.header_row == 2
    assert rows_of(table)[0][0] == 3


def test_three_rows_of_headings_are_joined():
    table = table_from(
        "名称,連絡先,,,,人数,所在地\n,電話,,メール,,,\n,代表,直通,代表,担当,,\n"
        "兼六園,234-3800,234-3801,a@x.jp,b@x.jp,3,丸の内\n城,1,2,c@x.jp,d@x.jp,4,丸の内\n"
    )
    assert table.headings == (
        "名称",
        "連絡先_電話_代表",
        "連絡先_電話_直通",
        "連絡先_メール_代表",
        "連絡先_メール_担当",
        "人数",
        "所在地",
    )
    (found,) = [one for one in table.findings if one.code == "merged-headings"]
    assert "1 行目から 3 行目までの 3 段" in found.text("ja")
    assert [row[0] for row in rows_of(table)] == [4, 5]


def test_group_that_is_not_divided_further_may_stand_beside_one_that_is():
    data = "兼六園,100,200,5\n金沢城公園,50,60,7\n"
    table = table_from(f"名称,人口,,\n,男,女,\n,,若年,高齢\n{data}")
    assert table.headings[:2] == ("名称", "人口_男")
    assert table.headings[2:] == ("人口_女_若年", "人口_女_高齢")


PLACES = "".join(f"第{n}公園,広坂{n}丁目,36.56{n},136.65{n},076-220-000{n}\n" for n in range(1, 10))
GROUPED = f"施設,,位置,,連絡\n名称,住所,緯度,経度,電話番号\n{PLACES}"


@pytest.mark.parametrize(("above", "asked"), [("", None), ("公園一覧,,,,\n", None), ("", 2)])
def test_groups_over_headings_are_joined_to_each_of_their_columns(above: str, asked: int | None):
    table = table_from(above + GROUPED, header_row=asked)
    places = ("位置_緯度", "位置_経度")
    assert table.headings == ("施設_名称", "施設_住所", *places, "連絡_電話番号")
    assert len(rows_of(table)) == 9
    assert "merged-headings" in codes_of(table)


def test_groups_may_begin_after_the_first_columns():
    below = "令和7年度,,令和8年度,\n名称,男,女,男,女\n兼六園,1,2,3,4\n金沢城,5,6,7,8\n"
    for first in ("", "名称"):
        table = table_from(f"{first},{below}")
        assert table.headings[:3] == ("名称", "令和7年度_男", "令和7年度_女")
        assert [row[0] for row in rows_of(table)] == [3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "名称,,種類,\n兼六園,丸の内,庭園,県\n金沢城,丸の内,城,県\n玉泉院,丸の内,庭園,国\n",
        "地区,,人口,\n泉野,北,不明,不明\n浅野川,南,10,12\n犀川,東,11,14\n",
        "地区,,人口,\n泉野,北,不明,欠測\n浅野川,南,10,12\n犀川,東,11,欠測\n",
        "担当,総務課,,\n名称,住所,緯度,経度\n甲,丸の内,36.5,136.6\n乙,広坂,36.6,136.7\n",
    ],
)
def test_gaps_in_headings_over_words_are_gaps(text: str):
    table = table_from(text)
    assert (table.header_row, len(rows_of(table))) == (1, 3)


def test_heading_rows_that_were_named_are_joined():
    text = f"名称,人口,\n,男,女\n{DATA}"
    assert table_from(text, header_row=2).headings == ("名称", "人口_男", "人口_女")
    assert table_from(text, header_row=1).headings == ("名称", "人口", "")


def test_heading_with_a_gap_over_text_is_one_row():
    table = table_from("名称,,備考\n兼六園,公園,\n金沢城,,城\n")
    assert table.headings == ("名称", "", "備考")
    assert len(rows_of(table)) == 2


def test_units_below_the_headings_are_no_data():
    table = table_from(f"名称,男,女\n,（人）,（人）\n{DATA}")
    assert table.units == ("", "人", "人")
    assert rows_of(table)[0][0] == 3
    assert "units-row" in codes_of(table)


def test_template_rows_about_the_columns_are_no_data():
    table = table_from(f"名称,男,女\n必須,任意,任意\n1,2,3\n{DATA}")
    assert [row[0] for row in rows_of(table)] == [4, 5]


def test_first_rows_that_only_look_special_are_data():
    assert len(rows_of(table_from("a,b,c\n1,2,3\n4,5,6\n"))) == 2
    assert len(rows_of(table_from("単位\n個\n枚\n"))) == 2
    assert len(rows_of(table_from("名,組\n本,園\n台,室\n"))) == 2


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("公園一覧\n", 2),
        ("作成課,総務課\n更新日,2026-01-01\n\n", 4),
        ("作成課,総務課,,\n更新日,2026-01-01,,\n,,,\n", 4),
        ("令和8年度 統計\n\n", 3),
    ],
)
def test_what_stands_above_needs_no_shape_of_its_own(above: str, row: int):
    table = table_from(f"{above}年月,総数,男,女\n2025年,10,5,5\n2026年,11,6,5\n")
    assert (table.header_row, table.headings) == (row, ("年月", "総数", "男", "女"))


def test_title_over_two_columns_is_no_heading():
    table = table_from("公園一覧\n名称,住所\n兼六園,金沢\n城,丸の内\n")
    assert table.headings == ("名称", "住所")


def test_notes_below_are_told_and_stay_until_somebody_agrees():
    table = table_from(f"名称,男,女\n{DATA}※ 年度末の数,,\n（注）推計を含む,,\n")
    assert len(rows_of(table)) == 4
    assert {finding.repair for finding in table.late_findings()} == {"drop-note-rows"}
    assert [finding.row for finding in table.late_findings()] == [4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "地区,2023,2024,2025\n浅野川,10,11,12\n泉野,9,9,9\n",
        "地区,令和6年,令和7年,令和8年\n浅野川,10,11,12\n泉野,9,9,9\n",
    ],
)
def test_years_are_headings(text: str):
    assert table_from(text).header_row == 1


def test_file_without_headings_says_so():
    table = table_from("兼六園,36.56,136.66,100\n金沢城,36.57,136.65,50\n玉泉院,36.55,136.65,3\n")
    assert table.header_row == 0
    assert table.headings == ("",) * 4
    assert len(rows_of(table)) == 3
    assert codes_of(table) == ["no-headings"]


def test_user_may_name_the_heading_row():
    text = f"表題の行,と,続き\n名称,男,女\n{DATA}"
    assert table_from(text, header_row=2).headings == ("名称", "男", "女")
    assert rows_of(table_from(text, header_row=2))[0][0] == 3
    assert len(rows_of(table_from(text, header_row=0))) == 4


@pytest.mark.parametrize("row", [-1, 5, 1000])
def test_heading_row_that_is_not_there_is_refused(row: int):
    with pytest.raises(FileError):
        table_from(f"名称,男,女\n{DATA}", header_row=row)


def test_headings_stay_as_written():
    table = table_from(" 名称 ,緯度　,\n兼六園,36.5,x\n")
    assert table.headings == (" 名称 ", "緯度　", "")


def test_doubled_headings_and_export_numbers_are_mentioned():
    codes = codes_of(table_from("_id,名称,名称\n1,兼六園,x\n2,金沢城,y\n"))
    assert codes == ["duplicate-heading", "datastore-id-column"]
    assert "datastore-id-column" not in codes_of(table_from("名称,_id\n兼六園,x\n"))
