"""The definitions are read as the contract between the steps says."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format

FORMATS = list(load_formats().values())


class TestLoading:
    def test_all_national_formats_are_there_in_order(self):
        numbers = [found.number for found in FORMATS if found.family == "national"]
        assert numbers == [f"{number:02}" for number in range(1, 32)]

    def test_unknown_format_is_refused_with_the_known_ones(self):
        with pytest.raises(FormatError) as caught:
            load_format("public-toilets")
        assert "public-toilet" in caught.value.text("ja")

    def test_toilets_have_both_versions(self):
        toilet = load_format("public-toilet")
        assert [len(version.fields) for version in toilet.versions] == [39, 32]
        former = toilet.version("2019")
        assert former is not None
        assert former.fields[0].name == "都道府県コード又は市区町村コード"
        assert former.fields[0].equals == "全国地方公共団体コード"
        assert former.fields[0].kind == "municipality-code"


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.id)
class TestEveryFormat:
    def test_its_standard_and_code_lists_exist(self, found: Format):
        assert found.standard is None or found.standard in load_choices("standards")
        for version in found.versions:
            for field in version.fields:
                assert field.choices is None or load_choices(field.choices)

    def test_former_headings_lead_to_columns(self, found: Format):
        names = {field.name for field in found.current.fields}
        assert {new for news in found.former.values() for new in news} <= names

    def test_only_the_standard_itself_makes_an_empty_cell_an_error(self, found: Format):
        for version in found.versions[1:]:
            assert not any(field.is_sure for field in version.fields)
