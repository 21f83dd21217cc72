"""Codes of fixed length."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import Setting, look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("corporate-number", "T4000020172014", ["corporate-number-format"], "4000020172014"),
    ("municipality-code", "172014", [], None),
    ("municipality-code", "170003", [], None),
    ("municipality-code", "012025", [], None),
    ("municipality-code", "17201", ["municipality-code-five-digits"], "172014"),
    ("municipality-code", "13101", ["municipality-code-five-digits"], "131016"),
    ("municipality-code", "92011", ["leading-zero-lost"], "092011"),
    ("municipality-code", "92088", ["leading-zero-lost"], "092088"),
    ("municipality-code", "１７２０１４", ["full-width-characters"], "172014"),
    ("municipality-code", "172014.0", ["municipality-code-format"], "172014"),
    ("municipality-code", "172015", ["municipality-code-check-digit"], None),
    ("municipality-code", "992011", ["municipality-code-prefecture"], None),
    ("municipality-code", "1202", ["municipality-code-format"], None),
    ("municipality-code", "金沢市", ["municipality-code-format"], None),
    ("town-id", "0008001", [], None),
    ("town-id", "0008-001", [], None),
    ("town-id", "278103", ["leading-zero-lost"], "0278103"),
    ("town-id", "8001", ["leading-zero-lost"], "0008001"),
    ("town-id", "8-001", ["leading-zero-lost"], "0008-001"),
    ("town-id", "０００８００１", ["full-width-characters"], "0008001"),
    ("town-id", "広坂", ["town-id-format"], None),
    ("corporate-number", "4000020172014", [], None),
    ("corporate-number", "2000020170003", [], None),
    ("corporate-number", "4000020172014\u3000", ["surrounding-spaces"], "4000020172014"),
    ("corporate-number", "4-0000-2017-2014", ["corporate-number-format"], "4000020172014"),
    ("corporate-number", "4000020172015", ["corporate-number-check-digit"], None),
    ("corporate-number", "400002017201", ["corporate-number-format"], None),
    ("corporate-number", "4.00002E+12", ["scientific-notation"], None),
    ("corporate-number", "4.000020172014E+12", ["scientific-notation"], "4000020172014"),
    ("corporate-number", "-", ["placeholder-for-empty"], ""),
    ("poi-code", "1503", [], None),
    ("poi-code", "503", ["leading-zero-lost"], "0503"),
    ("poi-code", "１５０３", ["full-width-characters"], "1503"),
    ("poi-code", "15", ["poi-code-format"], None),
    ("school-code", "B117210000015", [], None),
    ("school-code", "b117210000015", ["school-code-format"], "B117210000015"),
    ("school-code", "Ｂ117210000015", ["full-width-characters"], "B117210000015"),
    ("school-code", "B1172", ["school-code-format"], None),
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


def test_five_digits_that_read_both_ways_need_the_publisher():
    # About one five-digit code in eleven also passes with a zero put before it.
    field = field_of("municipality-code")
    both = next(
        code
        for code in (f"1{number:04}" for number in range(9999))
        if repaired(look(code, field, Setting())) is None
    )
    assert repaired(look(both, field, Setting(municipality="0" + both))) == "0" + both
