"""Readings, Latin names, identifiers, places, licences."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from ckanext.kanazawa.lib.tables.repair import repair_names
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("licence", "クリエイティブ・コモンズ 表示 4.0 国際", ["licence-other-writing"], "CC BY 4.0"),
    ("kana", "ケンロクエン", [], None),
    ("kana", "ヴィラ・カナザワ", [], None),
    ("kana", "カナザワ\u3000エキ", [], None),
    ("kana", "ｹﾝﾛｸｴﾝ", ["half-width-kana"], "ケンロクエン"),
    ("kana", "けんろくえん", ["kana-hiragana"], "ケンロクエン"),
    ("kana", "ノ―ト", ["kana-dash"], "ノート"),
    ("kana", "ノ－ト", ["kana-dash"], "ノート"),
    ("kana", "ノ-ト", ["kana-other-characters"], None),
    ("kana", "兼六園", ["kana-other-characters"], None),
    ("kana", "ABCカイカン", ["kana-other-characters"], None),
    ("latin", "Kenrokuen Garden", [], None),
    ("latin", "Café", [], None),
    ("latin", "Ｋｅｎｒｏｋｕｅｎ", ["full-width-characters"], "Kenrokuen"),
    ("latin", "兼六園", ["latin-other-characters"], None),
    ("identifier", "AA0000000001", [], None),
    ("identifier", "ＡＡ０００１", ["full-width-characters"], "AA0001"),
    ("identifier", "A 1", ["identifier-characters"], None),
    ("identifier", "金沢1", ["identifier-characters"], None),
    ("identifier", "-", ["placeholder-for-empty"], ""),
    ("identifier", "1E+10", ["scientific-notation"], None),
    ("prefecture", "石川県", [], None),
    ("prefecture", "石川", ["prefecture-short"], "石川県"),
    ("prefecture", "京都", ["prefecture-short"], "京都府"),
    ("prefecture", "東京", ["prefecture-short"], "東京都"),
    ("prefecture", "加賀", ["prefecture-unknown"], None),
    ("municipality-name", "金沢市", [], None),
    ("municipality-name", "鳳珠郡能登町", [], None),
    ("municipality-name", "大阪市北区", [], None),
    ("municipality-name", "石川県金沢市", ["municipality-with-prefecture"], "金沢市"),
    ("municipality-name", "金 沢 市", ["municipality-name-format"], "金沢市"),
    ("municipality-name", "金沢", ["municipality-name-format"], None),
    ("address", "石川県金沢市広坂1-1-1", [], None),
    ("address", "広坂１丁目１－１", ["address-width"], "広坂1丁目1-1"),
    ("address", "広坂1ー1", ["address-width"], "広坂1-1"),
    ("address", "ハートビル1ーA", [], None),
    ("licence", "CC BY 4.0", [], None),
    ("licence", "PDL1.0", [], None),
    ("licence", "CC-BY 4.0", ["licence-other-writing"], "CC BY 4.0"),
    ("licence", "CC-BY-4.0", ["licence-other-writing"], "CC BY 4.0"),
    (
        "licence",
        "https://creativecommons.org/licenses/by/4.0/deed.ja",
        ["licence-other-writing"],
        "CC BY 4.0",
    ),
    ("licence", "ＣＣ\u3000ＢＹ\u3000４．０", ["full-width-characters"], "CC BY 4.0"),
    ("licence", "CC BY", ["licence-version-missing"], None),
    ("licence", "CC BY-ND 4.0", [], None),
    ("licence", "独自", ["licence-unknown"], None),
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


def test_whole_address_begins_with_the_prefecture():
    field = field_of("address", "所在地_連結表記")
    assert right(["金沢市広坂1-1-1", "石川県金沢市広坂1-1-1"], field) == [False, True]
    assert repaired(look("金沢市広坂1-1-1", field, KANAZAWA)) == "石川県金沢市広坂1-1-1"
    assert repaired(look("金沢市広坂１－１", field, KANAZAWA)) == "石川県金沢市広坂1-1"
    assert repaired(look("能見町1-1", field, KANAZAWA)) is None


def test_pattern_of_the_field_is_met():
    field = field_of("identifier", pattern="[A-Z]{2}[0-9]{10}", example="AA0000000001")
    assert right(["AA0000000001", "A1"], field) == [True, False]
    assert [problem.code for problem in look("A1", field, KANAZAWA)] == ["pattern-not-met"]


def test_former_number_may_be_padded_where_agreed():
    field = field_of("identifier", pattern="^[0-9]{10}$")
    (problem,) = look("1", field, KANAZAWA)
    assert (problem.code, problem.repaired) == ("identifier-short", "0000000001")
    assert repair_names()[problem.repair or ""] == "declared"


@pytest.mark.parametrize(
    ("value", "codes", "mended"),
    [
        ("本町;新町", [], None),
        ("本町；新町", ["wrong-separator"], "本町;新町"),
        ("本町、新町", ["separator-unclear"], "本町;新町"),
        ("本町、一丁目;新町", [], None),
    ],
)
def test_many_texts(value: str, codes: list[str], mended: str | None):
    problems = look(value, field_of("text", many=True), KANAZAWA)
    assert [problem.code for problem in problems] == codes
    assert repaired(problems) == mended
