"""Whoever edits a definition wrongly is told file, place, what is wrong and what instead."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ckanext.kanazawa.lib.tables.errors import DefinitionError
from ckanext.kanazawa.lib.tables.formats.definition import format_of
from ckanext.kanazawa.lib.tables.formats.document import Section, read_document
from ckanext.kanazawa.lib.tables.formats.model import Format

FILE = "schemas/tables/national/mihon.yaml"


def field(name: str, **keys: Any) -> dict[str, Any]:
    own = {"name": name, "title_en": name, "name_en": name}
    return {**own, "description": name, "description_en": name, **keys}


def document(**keys: Any) -> dict[str, Any]:
    """Return a small definition without fault, with some keys replaced."""
    right = {
        "title_ja": "見本一覧",
        "title_en": "Samples",
        "status": "verified",
        "slug": "mihon",
        "version": {"title_ja": "見本", "title_en": "Sample"},
        "source": "見本",
        "level_basis": "official-2026",
        "fields": [field("ID", kind="identifier"), field("名称", level="required")],
    }
    return {**right, **keys}


def read(keys: dict[str, Any] | str) -> Format:
    text = keys if isinstance(keys, str) else yaml.safe_dump(keys, allow_unicode=True)
    return format_of(read_document(FILE, text), "national", no_base)


def no_base(file: str, name: str) -> Section:
    raise DefinitionError("definition-base-unknown", file=file, base=name)


BROKEN = {
    "definition-not-yaml": "fields: [",
    "definition-base-unknown": document(extends="public-facilty"),
    "definition-key-unknown": document(fields=[field("ID", aliasses=["番号"])]),
    "definition-key-missing": document(fields=[{"name": "ID"}]),
    "definition-not-text": document(fields=[field("ID", example=172014)]),
    "definition-not-allowed": document(fields=[field("ID", level="必須")]),
    "definition-not-truth": document(fields=[field("ID", many="yes")]),
    "definition-not-number": document(fields=[field("ID", constraints={"minimum": "0"})]),
    "definition-not-texts": document(fields=[field("ID", aliases="番号")]),
    "definition-not-mappings": document(fields=["ID"]),
    "definition-not-mapping": document(tie="ID"),
    "definition-column-unknown": document(older_headers={"NO": "番号"}),
    "definition-field-twice": document(fields=[field("ID"), field("ID")]),
    "definition-alias-taken": document(fields=[field("ID"), field("番号", aliases=["ID"])]),
    "definition-type-and-kind": document(fields=[field("数", kind="integer")]),
    "definition-choices-and-kind": document(fields=[field("種別", kind="choice")]),
    "definition-choices-unknown": document(
        fields=[field("種別", kind="choice", choices="kinds_of_nothing")]
    ),
    "definition-required-unsure": document(
        fields=[
            field("ID", level="required", level_basis="unknown", constraints={"required": True})
        ]
    ),
    "definition-placeholder": document(fields=[]),
}


def test_the_sample_itself_is_right():
    assert [one.name for one in read(document()).current.fields] == ["ID", "名称"]


def test_constraint_of_table_schema_is_a_rule_too():
    found = read(document(fields=[field("ID", constraints={"unique": True})]))
    assert found.current.rules == ({"rule": "unique", "columns": ["ID"]},)


@pytest.mark.parametrize("code", BROKEN)
def test_broken_definition_is_named_in_both_languages(code: str):
    with pytest.raises(DefinitionError) as caught:
        read(BROKEN[code])
    assert caught.value.code == code
    for language in ("ja", "en"):
        assert FILE in caught.value.text(language)


class TestPlaces:
    def test_field_is_named_by_number_and_heading(self):
        with pytest.raises(DefinitionError) as caught:
            read(document(fields=[field("ID"), field("名称", kind="nmae")]))
        assert "列2「名称」" in caught.value.text("ja")
        assert "field 2 (名称)" in caught.value.text("en")

    def test_misspelt_key_gets_a_suggestion(self):
        with pytest.raises(DefinitionError) as caught:
            read(document(fields=[field("ID", aliasses=["番号"])]))
        assert "`aliases`" in caught.value.text("ja")

    def test_rule_is_named_by_number_and_column(self):
        rules = [{"rule": "unique", "columns": ["ID"]}, {"rule": "unique", "columns": ["番号"]}]
        with pytest.raises(DefinitionError) as caught:
            read(document(rules=rules))
        assert "規則2" in caught.value.text("ja")
        assert "番号" in caught.value.text("en")

    def test_older_field_is_named_with_its_version(self):
        older = {
            "id": "2019",
            "title_ja": "旧",
            "title_en": "Former",
            "level_basis": "old-standard",
            "source": "旧",
            "fields": [{"name": "NO", "equals": "番号"}],
        }
        with pytest.raises(DefinitionError) as caught:
            read(document(older_versions=[older]))
        assert "旧版 2019 の列1「NO」" in caught.value.text("ja")

    @pytest.mark.parametrize(
        "rule",
        [
            {"rule": "sum", "total": "ID"},
            {"rule": "order", "first": "ID", "then": "名称", "over": True},
            {"rule": "uniqe", "columns": ["ID"]},
            {"rule": "unique", "columns": ["ID"], "severity": "grave"},
        ],
        ids=["key missing", "key unknown", "rule unknown", "severity unknown"],
    )
    def test_wrong_rule_is_refused(self, rule: dict[str, Any]):
        with pytest.raises(DefinitionError):
            read(document(rules=[rule]))
