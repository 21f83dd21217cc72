"""Readings, Latin names, identifiers, places, licences."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from ckanext.kanazawa.lib.tables.repair import repair_names
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right


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
