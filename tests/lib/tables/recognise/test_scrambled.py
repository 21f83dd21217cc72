"""A table is recognised in whatever order, with columns left out and others added."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.order import out_of_order
from ckanext.kanazawa.lib.tables.recognise.spelling import distance, loose_key, variant_key
from ckanext.kanazawa.lib.tables.table import table_of

# Of shorter formats a few columns are not enough; the one made out of another is that one
# without its own columns.
LONG = [
    (found, version)
    for found in load_formats().values()
    for version in found.versions
    if len(version.fields) >= 14 and not found.tie
]
OWN_WORDS = ("所管課", "整理番号の控え", "内部メモ", "更新した人", "確認済み", "写しの枚数")


@st.composite
def scrambled(draw: st.DrawFn) -> tuple[Format, Version, list[str]]:
    """Draw a version, and its headings in another order, some left out, some replaced."""
    found, version = draw(st.sampled_from(LONG))
    names = draw(st.permutations([field.name for field in version.fields]))
    kept = list(names[: len(names) - draw(st.integers(0, len(names) // 5))])
    own = draw(st.integers(0, min(len(OWN_WORDS), len(kept) // 8)))
    return found, version, [*kept[own:], *OWN_WORDS[:own]]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(scrambled())
def test_scrambled_table_is_recognised(drawn: tuple[Format, Version, list[str]]):
    found, _, headings = drawn
    recognition = recognise(table_of(headings, []))
    assert recognition.format is found
    for column, field in recognition.columns.items():
        if recognition.how[column] == "name":
            assert field.name == headings[column]
    assert not set(OWN_WORDS) & {headings[column] for column in recognition.columns}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=12))
def test_any_headings_are_taken(headings: list[str]):
    recognition = recognise(table_of(headings, [["1"] * len(headings)] * 3))
    assert 0 <= recognition.confidence <= 1
    for finding in recognition.findings:
        for language in ("ja", "en"):
            for part in ("title", "message", "expected"):
                assert finding.text(language, part)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(7)))
def test_strays_are_the_fewest(numbers: list[int]):
    strays = out_of_order(numbers)
    rest = [number for place, number in enumerate(numbers) if place not in strays]
    assert rest == sorted(rest)
    assert len(strays) <= 6


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("名称", "名称", 0),
        ("名称", "名祢", 1),
        ("ライセンス", "ライセスン", 1),
        ("abc", "", 3),
        ("ab", "ba", 1),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int):
    assert distance(one, other, 3) == slips


@pytest.mark.parametrize("found", [entry for entry, _ in LONG], ids=lambda found: found.id)
def test_no_two_headings_of_a_version_are_written_alike(found: Format):
    for version in found.versions:
        for key in (variant_key, loose_key):
            keys = [key(field.name) for field in version.fields]
            assert len(set(keys)) == len(keys)
