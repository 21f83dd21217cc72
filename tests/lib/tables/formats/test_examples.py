"""The example rows of all definitions are right, cell by cell."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables import kinds
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import KIND_TYPES, Format
from ckanext.kanazawa.lib.tables.kinds import Setting

FORMATS = list(load_formats().values())


def test_every_kind_of_the_definitions_is_known():
    assert set(KIND_TYPES) == set(kinds.KINDS)


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.id)
def test_example_cells_are_right(found: Format):
    wrong = [
        (field.name, field.example, kinds.look(field.example, field, Setting()))
        for version in found.versions
        for field in version.fields
        if field.example and kinds.look(field.example, field, Setting())
    ]
    assert wrong == []


class TestUnverifiedValues:
    def test_other_words_are_hints_where_the_list_is_not_known(self):
        nursing = load_format("public-facility").current.field("授乳室")
        assert nursing is not None
        (found,) = kinds.look("○", nursing, Setting())
        assert (found.code, found.severity) == ("list-value-other-writing", "hint")
        assert found.repaired == "有"

    def test_words_of_real_files_stand(self):
        eating = load_format("public-facility").current.field("飲食可否")
        assert eating is not None
        for word in ("可", "否", "有", "無"):
            assert kinds.look(word, eating, Setting()) == ()

    def test_words_keep_their_severity_where_the_list_is_known(self):
        wheelchair = load_format("public-toilet").current.field("車椅子使用者用トイレ有無")
        assert wheelchair is not None
        (found,) = kinds.look("○", wheelchair, Setting())
        assert (found.code, found.severity) == ("presence-word", None)
