"""Integers and numbers."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("integer", "10²", ["not-a-number"], None),
    ("integer", "12 34", ["not-a-number"], None),
    ("integer", "12", [], None),
    ("integer", "-3", [], None),
    ("integer", "１２", ["full-width-characters"], "12"),
    ("integer", "1,200", ["number-format"], "1200"),
    ("integer", "１，２００", ["number-format"], "1200"),
    ("integer", "3.0", ["number-format"], "3"),
    ("integer", "△3", ["number-format"], "-3"),
    ("integer", "12台", ["number-with-unit"], "12"),
    ("integer", "１２台", ["number-with-unit"], "12"),
    ("integer", "12.0台", ["number-with-unit"], "12"),
    ("integer", "3.5", ["not-an-integer"], None),
    ("integer", "10～20", ["several-numbers"], None),
    ("integer", "約30", ["not-a-number"], None),
    ("integer", "無料", ["not-a-number"], None),
    ("integer", "1.2E+3", ["scientific-notation"], None),
    ("integer", "1.234E+3", ["scientific-notation"], "1234"),
    ("integer", "-", ["placeholder-for-empty"], ""),
    ("integer", "#REF!", ["spreadsheet-error"], ""),
    ("integer", "=A1+B1", ["formula"], None),
    ("number", "1.5", [], None),
    ("number", "-1.5", [], None),
    ("number", "３．５", ["full-width-characters"], "3.5"),
    ("number", ".5", ["number-format"], "0.5"),
    ("number", "36.561325000000004", ["float-noise"], "36.561325"),
    ("number", "0.30000000000000004", ["float-noise"], "0.3"),
    ("number", "150mm", ["not-a-number"], None),
    ("number", "1,5", ["not-a-number"], None),
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


def test_unit_of_the_field_itself_is_taken_away():
    field = field_of("number", unit={"ja": "ミリメートル", "en": "mm"})
    assert repaired(look("150mm", field, KANAZAWA)) == "150"
    assert repaired(look("150ｍｍ", field, KANAZAWA)) == "150"
    assert repaired(look("15cm", field, KANAZAWA)) is None


@pytest.mark.parametrize(("value", "fine"), [("0", True), ("-1", False), ("11", False)])
def test_range_of_the_field(value: str, fine: bool):
    field = field_of("integer", minimum=0, maximum=10)
    assert right([value], field) == [fine]
    codes = [problem.code for problem in look(value, field, KANAZAWA)]
    assert codes == ([] if fine else ["number-out-of-range"])


@pytest.mark.parametrize(
    ("value", "mended"),
    [("3階", "3"), ("地下1階", "-1"), ("Ｂ１Ｆ", "-1"), ("中２階", "1.5"), ("屋上", None)],
)
def test_storeys(value: str, mended: str | None):
    assert repaired(look(value, field_of("number", "高度の値"), KANAZAWA)) == mended


def test_counters_stand_for_one_another():
    field = field_of("integer", unit={"ja": "人", "en": "persons"})
    assert repaired(look("12名", field, KANAZAWA)) == "12"
