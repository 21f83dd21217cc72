"""Schemas, data dictionaries and differences made from the definitions."""

from __future__ import annotations

import csv
import io

import frictionless
import pytest

from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.dictionary import (
    dictionary,
    dictionary_csv,
    dictionary_markdown,
)
from ckanext.kanazawa.lib.tables.formats.differences import differences
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.formats.schema import table_schema

VERSIONS = [(found, version) for found in load_formats().values() for version in found.versions]
IDS = [f"{found.id}-{version.id}" for found, version in VERSIONS]


@pytest.mark.parametrize(("found", "version"), VERSIONS, ids=IDS)
class TestEveryVersion:
    def test_frictionless_takes_schema_and_example_row(self, found: Format, version: Version):
        schema = frictionless.Schema.from_descriptor(table_schema(found, version.id))
        row = [field.example or "" for field in version.fields]
        if not row:
            return
        table = [[field.name for field in version.fields], row]
        report = frictionless.Resource(data=table, schema=schema).validate()
        assert report.flatten(["fieldName", "note"]) == []

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_dictionary_has_a_full_row_for_each_column(
        self, found: Format, version: Version, language
    ):
        headings, *rows = dictionary(found, language, version.id)
        assert [row[1] for row in rows] == [field.name for field in version.fields]
        assert {len(row) for row in rows} <= {len(headings)}


class TestSchema:
    def test_unsure_columns_are_not_required(self):
        fields = table_schema(load_format("public-facility"))["fields"]
        assert not any("required" in field.get("constraints", {}) for field in fields)

    def test_sure_columns_are_required_but_flags_are_not(self):
        fields = table_schema(load_format("evacuation-space"))["fields"]
        required = {
            field["name"] for field in fields if field.get("constraints", {}).get("required")
        }
        assert required == {"名称", "所在地_連結表記", "電話番号", "市区町村コード"}

    def test_unknown_version_is_refused(self):
        with pytest.raises(FormatError) as caught:
            table_schema(load_format("public-toilet"), "2018")
        assert "2019" in caught.value.text("ja")


class TestDictionary:
    def test_csv_opens_in_a_spreadsheet(self):
        data = dictionary_csv(load_format("public-toilet"))
        assert data.startswith(b"\xef\xbb\xbf")
        assert b"\r\n" in data
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) == 40

    def test_markdown_of_unverified_format_says_so(self):
        assert "未確認" in dictionary_markdown(load_format("tourism-point"))
        assert "Unverified" in dictionary_markdown(load_format("tourism-point"), "en")
        assert "未確認:" not in dictionary_markdown(load_format("public-toilet"))


class TestDifferences:
    def test_toilets_from_the_former_form(self):
        found = {(one.change, one.older, one.current) for one in differences(toilets())}
        assert ("joined", ("都道府県名", "市区町村名"), ("地方公共団体名",)) in found
        assert ("renamed", ("多機能トイレ数",), ("バリアフリートイレ数",)) in found
        assert ("relaxed", ("名称_カナ",), ("名称_カナ",)) in found
        assert ("added", (), ("町字ID",)) in found

    def test_barrier_free_information_was_divided(self):
        split = [one for one in differences(load_format("tourism")) if one.change == "split"]
        assert [len(one.current) for one in split] == [17]

    @pytest.mark.parametrize(("found", "version"), VERSIONS, ids=IDS)
    def test_every_column_is_accounted_for(self, found: Format, version: Version):
        if version is found.current:
            assert differences(found, "current") == ()
            return
        changes = differences(found, version.id)
        added = {name for one in changes if one.change == "added" for name in one.current}
        reached = {field.equals for field in version.fields}
        reached |= {name for one in changes for name in one.current}
        assert {field.name for field in found.current.fields} == (reached - {None}) | added
        assert all(one.text("ja") and one.text("en") for one in changes)

    def test_format_without_older_version_has_none(self):
        assert differences(load_format("tourism-point")) == ()


def toilets() -> Format:
    return load_format("public-toilet")
