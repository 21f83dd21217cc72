"""Values of a code list."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, found, repaired, right

# A list that is there in any case; its labels and values differ.
ENCODING = field_of("choice", choices="encodings")
ENCODINGS = field_of("choice", choices="encodings", many=True)


def test_value_of_the_list_is_right():
    assert right(["UTF-8", "utf8", "CP932"], ENCODING) == [True, False, True]
    assert right(["UTF-8;CP932", "UTF-8", "UTF-8、CP932"], ENCODINGS) == [True, True, False]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("ＵＴＦ－８", "UTF-8"),
        ("utf-8", "UTF-8"),
        ("Shift_JIS（CP932）", "CP932"),
        ("UTF-8（BOM付き）", "UTF-8-BOM"),
    ],
)
def test_other_writings_are_mended(value: str, meant: str):
    assert found(value, ENCODING) == ["list-value-other-writing"]
    assert repaired(look(value, ENCODING, KANAZAWA)) == meant


@pytest.mark.parametrize(("word", "meant"), [("なし", "無"), ("無し", "無"), ("×", "否")])
def test_a_word_of_the_list_is_no_empty_cell(word: str, meant: str):
    allowed = field_of("choice", choices="facility_permissions")
    assert repaired(look(word, allowed, KANAZAWA)) == meant


def test_unknown_value_names_those_allowed():
    (problem,) = look("Latin-9", ENCODING, KANAZAWA)
    assert problem.code == "value-not-in-list"
    assert problem.params["allowed"]["en"].startswith("UTF-8, UTF-8-BOM, CP932")


def test_several_values_where_one_belongs():
    assert found("UTF-8、CP932", ENCODING) == ["several-values"]


@pytest.mark.parametrize(
    ("value", "code", "mended"),
    [
        ("UTF-8、CP932", "wrong-separator", "UTF-8;CP932"),
        ("UTF-8・CP932", "wrong-separator", "UTF-8;CP932"),
        ("utf-8；CP932", "list-value-other-writing", "UTF-8;CP932"),
        ("UTF-8;Latin-9", "value-not-in-list", None),
    ],
)
def test_many_values(value: str, code: str, mended: str | None):
    assert found(value, ENCODINGS) == [code]
    assert repaired(look(value, ENCODINGS, KANAZAWA)) == mended


def test_field_without_a_list_takes_anything():
    field = field_of("choice")
    assert right(["何でも"], field) == [True]
    assert look("何でも", field, KANAZAWA) == ()


@pytest.mark.parametrize(
    ("value", "code", "mended"),
    [
        ("消火栓・プール", "wrong-separator", "消火栓;プール"),
        ("河川・溝等・プール", "wrong-separator", "河川・溝等;プール"),
        ("防火水槽、プール", "list-value-other-writing", "防火水そう;プール"),
        ("プール;", "list-value-other-writing", "プール"),
    ],
)
def test_values_that_hold_a_separator_stay_whole(value: str, code: str, mended: str):
    field = field_of("choice", choices="fire_water_types", many=True)
    assert right(["河川・溝等", value], field) == [True, False]
    assert found(value, field) == [code]
    assert repaired(look(value, field, KANAZAWA)) == mended
