"""What may be wrong with any cell."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, found, repaired, right


def test_cell_longer_than_a_workbook_takes():
    value = "あ" * 32_768
    assert [problem.code for problem in look(value, field_of("text"), KANAZAWA)] == [
        "cell-over-limit"
    ]
    assert right([value, "あ" * 100], field_of("text")) == [False, True]


HOUSE_NUMBER = field_of("text", "所在地_番地以下")


@pytest.mark.parametrize(
    ("value", "mended"),
    [("1月2日", "1-2"), ("１月２日", "1-2"), ("2-Jan", "1-2"), ("12月31日", "12-31")],
)
def test_house_number_that_became_a_date(value: str, mended: str):
    assert repaired(look(value, HOUSE_NUMBER, KANAZAWA)) == mended
    assert right([value], HOUSE_NUMBER) == [False]
    assert look(value, field_of("text", "備考"), KANAZAWA) == ()


@pytest.mark.parametrize(
    "value",
    ["2025/1/2", "2025-01-02", "2025-01-02 00:00:00", "2025年1月2日", "R7.1.2", "Jan-02"],
)
def test_day_of_which_several_house_numbers_may_have_become(value: str):
    (problem,) = look(value, HOUSE_NUMBER, KANAZAWA)
    assert (problem.code, problem.repair, problem.repaired) == ("house-number-date", None, None)
    assert "「1-2」など" in problem.params["meant"]["ja"]
    assert right([value], HOUSE_NUMBER) == [False]


@pytest.mark.parametrize("value", ["1-2", "1980-1-2", "2025-1-2", "1/2", "T1-2", "甲1番地"])
def test_house_number_that_is_one(value: str):
    assert look(value, HOUSE_NUMBER, KANAZAWA) == ()


@pytest.mark.parametrize(
    ("address", "mended"),
    [
        ("石川県金沢市広坂1月5日", "石川県金沢市広坂1-5"),
        ("石川県金沢市広坂１月５日", "石川県金沢市広坂1-5"),
        ("金沢市広坂5-Jan 見本ビル", "石川県金沢市広坂1-5 見本ビル"),
        ("石川県金沢市広坂Jan-05", None),
        ("石川県金沢市広坂2025/1/5", None),
    ],
)
def test_day_inside_a_whole_address(address: str, mended: str | None):
    field = field_of("address", "所在地_連結表記")
    problems = look(address, field, KANAZAWA)
    assert problems[-1].code == "house-number-date"
    assert problems[-1].repaired == mended
    assert right([address], field) == [False]


@pytest.mark.parametrize(
    "address",
    ["石川県金沢市四日市町1-5", "石川県金沢市広坂1-5（1月5日から）", "石川県金沢市広坂1980-1-5"],
)
def test_whole_address_without_a_day(address: str):
    assert look(address, field_of("address", "所在地_連結表記"), KANAZAWA) == ()


def test_house_number_in_full_width_is_narrowed():
    field = field_of("text", "所在地_番地以下")
    assert found("13－１", field) == ["address-width"]
    assert repaired(look("13－１", field, KANAZAWA)) == "13-1"
    assert right(["13－１", "13-1"], field) == [False, True]
    assert found("13－１", field_of("text", "備考")) == []


def test_characters_are_named():
    (problem,) = look("𠮷野家", field_of("text"), KANAZAWA)
    assert problem.params["signs"] == "𠮷 (U+20BB7)"


def test_both_looks_are_brought_together():
    problems = look("\u3000９時 ", field_of("time"), KANAZAWA)
    assert [problem.code for problem in problems] == ["surrounding-spaces", "time-format"]
    assert repaired(problems) == "09:00"


def test_number_of_a_day_in_house_numbers_is_asked_about():
    (problem,) = look("44928", field_of("text", "所在地_番地以下"), KANAZAWA)
    assert (problem.code, problem.repair) == ("house-number-serial", None)
    assert problem.params["meant"] == "1-2"
    assert look("30000", field_of("text", "所在地_番地以下"), KANAZAWA) == ()


@pytest.mark.parametrize(
    ("kind", "heading", "cell", "lost"),
    [
        ("address", "住所", "小松市ツ?57乙", True),
        ("address", "所在地_連結表記", "金沢市??町1", True),
        ("text", "所在地_町字", "?川町", True),
        ("text", "名称", "??町公民館", True),
        ("text", "名称", "?川公民館", True),
        ("text", "名称", "知ってる?金沢ひろば", False),
        ("text", "イベント名", "?なぞとき", False),
        ("multiline", "説明", "え??本当", False),
        ("multiline", "説明", "寛政12年(1800) 8月作、像高77?。", True),
        ("text", "item8", "像高約17?の県内最小の木喰仏", True),
        ("text", "item8", "来年は2027?", False),
        ("multiline", "利用可能時間特記事項", "休館日：12月29日?1月3日", True),
        ("multiline", "利用可能時間特記事項", "いつ?9時から", False),
        ("url", "URL", "https://example.lg.jp/?a=金沢", False),
        ("address", "住所", "金沢市広坂1-1-1", False),
    ],
)
def test_question_mark_for_a_lost_character(kind: str, heading: str, cell: str, lost: bool):
    field = field_of(kind, heading)
    assert ("lost-character" in [one.code for one in look(cell, field, KANAZAWA)]) is lost
    assert not (lost and right([cell], field)[0])


@pytest.mark.parametrize(
    ("heading", "value", "codes"),
    [
        ("団体名", "山田太郎", ["person-as-body"]),
        ("連絡先名称", "鈴木 花子様", ["person-as-body"]),
        ("団体名", "金沢市", []),
        ("団体名", "町会長：鈴木一郎", ["person-in-text"]),
        ("備考", "管理人 山田太郎様方", ["person-in-text"]),
        ("備考", "担当：佐藤、昭和50年1月1日生", ["person-in-text", "birthday-in-text"]),
        ("備考", "　山田太郎", ["surrounding-spaces", "person-in-text"]),
        ("建物名等(方書)", "能登谷様方", ["person-in-text"]),
        ("所有者等", "所有者 山田太郎", []),
        ("名称", "山田花子様記念碑", []),
    ],
)
def test_private_persons(heading: str, value: str, codes: list[str]):
    field = field_of("text", heading)
    assert found(value, field) == codes
    assert right([value], field) == [not codes]
