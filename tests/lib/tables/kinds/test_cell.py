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


@pytest.mark.parametrize(
    ("value", "mended"),
    [("1月2日", "1-2"), ("2-Jan", "1-2"), ("12月31日", "12-31"), ("2025/1/2", None), ("1-2", None)],
)
def test_house_number_that_became_a_date(value: str, mended: str | None):
    field = field_of("text", "所在地_番地以下")
    assert repaired(look(value, field, KANAZAWA)) == mended
    assert right([value], field) == [mended is None]
    assert look(value, field_of("text", "備考"), KANAZAWA) == ()


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
