"""Yes and no."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import Setting, look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("presence", "有", [], None),
    ("presence", "無", [], None),
    ("presence", "○", ["presence-word"], "有"),
    ("presence", "◯", ["presence-word"], "有"),
    ("presence", "可", ["presence-word"], "有"),
    ("presence", "あり", ["presence-word"], "有"),
    ("presence", "はい", ["presence-word"], "有"),
    ("presence", "TRUE", ["presence-word"], "有"),
    ("presence", "ＹＥＳ", ["presence-word"], "有"),
    ("presence", "１", ["presence-word"], "有"),
    ("presence", "×", ["presence-word"], "無"),
    ("presence", "なし", ["presence-word"], "無"),
    ("presence", "不可", ["presence-word"], "無"),
    ("presence", "0", ["presence-word"], "無"),
    ("presence", "いいえ", ["presence-word"], "無"),
    ("presence", "車椅子可", ["presence-unclear"], None),
    ("presence", "スロープ有、エレベータ無", ["presence-unclear"], None),
    ("presence", "△", ["presence-unclear"], None),
    ("presence", "-", ["placeholder-for-empty"], ""),
    ("presence", " 有", ["surrounding-spaces"], "有"),
    ("presence", "○ ", ["surrounding-spaces", "presence-word"], "有"),
    ("flag", "1", [], None),
    ("flag", "１", ["full-width-characters"], "1"),
    ("flag", "○", ["flag-word"], "1"),
    ("flag", "〇", ["flag-word"], "1"),
    ("flag", "該当", ["flag-word"], "1"),
    ("flag", "有", ["flag-word"], "1"),
    ("flag", "0", ["flag-word"], ""),
    ("flag", "×", ["flag-word"], ""),
    ("flag", "非該当", ["flag-word"], ""),
    ("flag", "-", ["placeholder-for-empty"], ""),
    ("flag", "一部", ["flag-unclear"], None),
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


def test_reversed_question_is_left_to_a_person():
    field = field_of("presence", "外部利用不可")
    assert repaired(look("可", field, KANAZAWA)) is None
    assert repaired(look("無し", field, KANAZAWA)) == "無"


def test_own_value_map_goes_first():
    own = Setting(values={"欄": {"△": "有", "-": "無"}})
    assert repaired(look("△", field_of("presence"), own)) == "有"
    assert repaired(look("-", field_of("presence"), own)) == "無"
    assert repaired(look("△", field_of("presence", "別の欄"), own)) is None
