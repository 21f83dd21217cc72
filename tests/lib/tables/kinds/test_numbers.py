"""Integers and numbers."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right


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
