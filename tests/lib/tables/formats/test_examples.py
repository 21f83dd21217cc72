"""The example rows of all definitions are right: each cell, and the row as a whole."""

from __future__ import annotations

import io

import pytest

from ckanext.kanazawa.lib.tables import kinds
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import KIND_TYPES, Format, Version
from ckanext.kanazawa.lib.tables.formats.template import xlsx_template
from ckanext.kanazawa.lib.tables.kinds import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, table_of

FORMATS = list(load_formats().values())
VERSIONS = [(found, version) for found in FORMATS for version in found.versions if version.fields]
IDS = [f"{found.id}-{version.id}" for found, version in VERSIONS]


def findings(table: Table, found: Format, version: Version) -> list[str]:
    """Check a table whose columns are those of a version; return what was found."""
    columns = dict(enumerate(version.fields))
    known = Recognition(found, version, 1.0, columns, dict.fromkeys(columns, "name"))
    return [f"{one.code}: {one.text('en')}" for one in check(table, known).findings]


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


@pytest.mark.parametrize(("found", "version"), VERSIONS, ids=IDS)
def test_example_row_has_no_finding(found: Format, version: Version):
    row = [field.example for field in version.fields]
    table = table_of([field.name for field in version.fields], [row], encoding="utf-8-sig")
    assert findings(table, found, version) == []


@pytest.mark.parametrize("name", ["public-facility", "population", "event", "evacuation-space"])
def test_example_sheet_of_the_template_has_no_finding(name: str):
    found = load_format(name)
    target = io.BytesIO()
    xlsx_template(found, target)
    sheets = {table.origin.sheet: table for table in open_tables(target.getvalue(), "a.xlsx")}
    example = sheets["記入例"]
    assert list(example.headings) == [field.name for field in found.current.fields]
    assert findings(example, found, found.current) == []


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
