"""What may be wrong with any cell."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("text", "NaN", ["placeholder-for-empty"], ""),
    ("text", "NA", [], None),
    ("text", "か\u3099っこう", ["decomposed-characters"], "がっこう"),
    ("text", "‘12-1", ["apostrophe-before-value"], "12-1"),
    ("text", "'98年改修", [], None),
    ("text", "12ｰ1", ["half-width-kana"], "12-1"),
    ("text", "© 金沢市", [], None),
    ("text", "兼六園", [], None),
    ("text", "※注意", [], None),
    ("text", "緯度経度を確認", ["working-note"], None),
    ("text", "（要確認）", ["working-note"], None),
    ("text", "利用時間は電話で要確認", [], None),
    ("text", "仮設トイレ", [], None),
    ("text", "確認申請窓口", [], None),
    ("text", "Ａ４判（１枚）", [], None),
    ("text", "〜から−まで", [], None),
    ("text", "なし", [], None),
    ("text", "-36.5", [], None),
    ("text", "+81-76-220-2111", [], None),
    ("text", " 兼六園", ["surrounding-spaces"], "兼六園"),
    ("text", "兼六園\u3000", ["surrounding-spaces"], "兼六園"),
    ("text", "\u3000", ["surrounding-spaces"], ""),
    ("text", "a\tb", ["tab-in-cell"], "a b"),
    ("text", "a\nb", ["line-break-in-cell"], None),
    ("text", "\u200b兼六園", ["control-characters"], "兼六園"),
    ("text", "兼六園\u0007", ["control-characters"], "兼六園"),
    ("text", "ﾎｰﾙ", ["half-width-kana"], "ホール"),
    ("text", "-", ["placeholder-for-empty"], ""),
    ("text", "―", ["placeholder-for-empty"], ""),
    ("text", "…", ["placeholder-for-empty"], ""),
    ("text", "null", ["placeholder-for-empty"], ""),
    ("text", "#N/A", ["spreadsheet-error"], ""),
    ("text", "####", ["spreadsheet-error"], ""),
    ("text", "=SUM(A1:A9)", ["formula"], None),
    ("text", "@SUM(A1)", ["formula"], None),
    ("text", "-山田", ["formula"], None),
    ("text", "1.23E+12", ["scientific-notation"], None),
    ("text", "㈱金沢", ["compatibility-characters"], None),
    ("text", "①", ["compatibility-characters"], None),
    ("text", "𠮷野家", ["unportable-characters"], None),
    ("text", "葛󠄀城", ["unportable-characters"], None),
    ("text", "", ["private-use-characters"], None),
    ("text", "髙﨑", [], None),
    ("text", "縺ｮ譁�喧縺代", ["mojibake"], None),
    ("text", "é‡‘æ²¢å¸‚", ["mojibake"], "金沢市"),
    ("text", "ï¿½ï¿½", ["mojibake"], None),
    ("text", "<br>", ["html-tags"], None),
    ("text", "A&amp;B", ["html-tags"], None),
    ("text", "1 < 2", [], None),
    ("text", "担当 090-1234-5678", ["mobile-number"], None),
    ("text", "０９０１２３４５６７８", ["mobile-number"], None),
    ("text", "2090-1234", [], None),
    ("text", "x@example.com", ["mail-address-in-text"], None),
    ("text", "koho@city.kanazawa.lg.jp", [], None),
    ("text", "123456789018", ["individual-number"], None),
    ("text", "1234-5678-9018", ["individual-number"], None),
    ("text", "123456789012", [], None),
    ("text", "2025年1月1日", [], None),
    ("multiline", "a\nb", [], None),
    ("multiline", "a\r\nb\n", ["surrounding-spaces"], "a\r\nb"),
]


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_look(kind: str, value: str, codes: list[str], mended: str | None):
    problems = look(value, field_of(kind), KANAZAWA)
    assert [problem.code for problem in problems] == codes
    assert repaired(problems) == mended


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_fast_test_passes_nothing_wrong(
    kind: str, value: str, codes: list[str], mended: str | None
):
    assert not (codes and right([value], field_of(kind))[0])


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
        ("url", "URL", "https://example.lg.jp/?a=金沢", False),
        ("address", "住所", "金沢市広坂1-1-1", False),
    ],
)
def test_question_mark_for_a_lost_character(kind: str, heading: str, cell: str, lost: bool):
    field = field_of(kind, heading)
    assert ("lost-character" in [one.code for one in look(cell, field, KANAZAWA)]) is lost
    assert not (lost and right([cell], field)[0])
