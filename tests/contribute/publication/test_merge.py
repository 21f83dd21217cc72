"""Three versions of a dataset become one, or it is said where they overlap."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.kanazawa.contribute.publication.merge import Version, merge, merged_fields, same

words = st.sampled_from(["", "公園", "トイレ", "new", "old"])
texts = st.dictionaries(st.sampled_from(["ja", "en"]), words, max_size=2)
lists = st.lists(st.sampled_from(["環境", "防災", "観光", "教育"]), unique=True)
records = st.lists(st.fixed_dictionaries({"name": words}), max_size=2)
fields = st.fixed_dictionaries(
    {}, optional={"title": words, "notes_translated": texts, "tags": lists, "contact": records}
)


def leaves(values: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest parts that are merged by themselves, lists of texts apart."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": inner for key, inner in value.items()}
        elif name != "tags":
            found[name] = value
    return found


class TestFields:
    @given(fields, fields)
    def test_where_nothing_else_changed_the_proposal_wins(self, base: Any, proposed: Any):
        merged, overlaps = merged_fields(base, base, proposed)
        assert not overlaps
        assert all(same(merged.get(name), value) for name, value in proposed.items())

    @given(fields, fields)
    def test_a_proposal_that_changes_nothing_leaves_what_is_live(self, base: Any, live: Any):
        merged, overlaps = merged_fields(base, live, base)
        assert not overlaps
        assert same(merged, live)

    @given(fields, fields)
    def test_the_same_change_on_both_sides_is_no_overlap(self, base: Any, wanted: Any):
        merged, overlaps = merged_fields(base, wanted, wanted)
        assert not overlaps
        assert same(merged, wanted)

    @given(fields, fields, fields)
    def test_every_change_is_either_in_the_result_or_named(
        self, base: Any, live: Any, proposed: Any
    ):
        merged, overlaps = merged_fields(base, live, proposed)
        named = {overlap.place for overlap in overlaps}
        before, now, wanted = leaves(base), leaves(live), leaves(proposed)
        for place, value in leaves(merged).items():
            if place in named or place.split(".")[0] in named:
                continue
            assert same(value, now.get(place)) or same(value, wanted.get(place))
        for place, value in wanted.items():
            if same(value, before.get(place)) or place in named or place.split(".")[0] in named:
                continue
            assert same(leaves(merged).get(place), value)

    @given(fields, fields, fields)
    def test_overlaps_do_not_depend_on_who_was_first(self, base: Any, one: Any, other: Any):
        # Both name every field: what a proposal leaves out it does not change.
        whole = {"title": "", "notes_translated": {}, "tags": [], "contact": []}
        first = merged_fields(base, {**whole, **one}, {**whole, **other})[1]
        second = merged_fields(base, {**whole, **other}, {**whole, **one})[1]
        assert {o.place for o in first} == {o.place for o in second}

    @given(lists, lists, lists)
    def test_lists_take_what_was_added_and_drop_what_was_removed(
        self, base: list[str], live: list[str], proposed: list[str]
    ):
        merged, overlaps = merged_fields({"t": base}, {"t": live}, {"t": proposed})
        assert not overlaps
        added = ({*live} - {*base}) | ({*proposed} - {*base})
        removed = ({*base} - {*live}) | ({*base} - {*proposed})
        assert {*(merged["t"] or [])} == (({*base} | added) - removed)

    def test_languages_of_a_text_are_merged_one_by_one(self):
        base = {"t": {"ja": "公園", "en": "Park"}}
        live = {"t": {"ja": "公園一覧", "en": "Park"}}
        merged, overlaps = merged_fields(base, live, {"t": {"ja": "公園", "en": "Parks"}})
        assert merged == {"t": {"ja": "公園一覧", "en": "Parks"}}
        assert not overlaps

    def test_an_overlap_names_its_place_and_three_values(self):
        base, live = {"t": {"ja": "公園"}}, {"t": {"ja": "公園一覧"}}
        merged, (overlap,) = merged_fields(base, live, {"t": {"ja": "都市公園"}})
        assert overlap.place == "t.ja"
        assert (overlap.base, overlap.live, overlap.proposed) == ("公園", "公園一覧", "都市公園")
        assert merged == live


class TestFiles:
    def test_a_file_nobody_changed_is_replaced(self):
        merged = merge(
            Version({}, {"r": "1"}), Version({}, {"r": "1", "s": "9"}), Version({}, {"r": "2"})
        )
        assert (merged.replaced, merged.overlaps) == (("r",), ())

    def test_a_file_the_city_replaced_meanwhile_is_an_overlap(self):
        merged = merge(Version({}, {"r": "1"}), Version({}, {"r": "3"}), Version({}, {"r": "2"}))
        assert merged.replaced == ()
        assert [overlap.place for overlap in merged.overlaps] == ["resource:r"]

    def test_a_resource_that_is_gone_is_an_overlap(self):
        merged = merge(Version({}, {"r": "1"}), Version({}), Version({}, {"r": "2"}))
        assert [(o.place, o.live) for o in merged.overlaps] == [("resource:r", None)]

    def test_the_same_file_twice_is_nothing_to_do(self):
        merged = merge(Version({}, {"r": "1"}), Version({}, {"r": "2"}), Version({}, {"r": "2"}))
        assert (merged.replaced, merged.overlaps) == ((), ())
