from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.licences import licence_file, licence_list
from ckanext.kanazawa.schemas.choices import DERIVED, choices_of
from ckanext.kanazawa.schemas.codes import is_local_government_code

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
PRESETS = yaml.safe_load((SCHEMAS / "presets.yaml").read_text(encoding="utf-8"))["presets"]
TYPES = ("dataset", "organization")


def definition(name: str) -> dict[str, Any]:
    return yaml.safe_load((SCHEMAS / "datasets" / f"{name}.yaml").read_text(encoding="utf-8"))


def fields_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all fields, sub-fields included, their presets applied."""
    presets = {preset["preset_name"]: preset["values"] for preset in PRESETS}
    lists = ("dataset_fields", "resource_fields", "fields")
    fields = [field for name in lists for field in schema.get(name, [])]
    fields += [sub for field in fields for sub in field.get("repeating_subfields", [])]
    return [{**presets.get(field.get("preset"), {}), **field} for field in fields]


@pytest.mark.parametrize("name", TYPES)
class TestType:
    def test_labels_every_field_in_both_languages(self, name):
        for field in fields_of(definition(name)):
            assert set(field["label"]) == {"ja", "en"}, field["field_name"]
            assert set(field.get("help_text", {"ja": 1, "en": 1})) == {"ja", "en"}

    def test_names_only_presets_and_lists_that_exist(self, name):
        known = {preset["preset_name"] for preset in PRESETS}
        for field in fields_of(definition(name)):
            assert field.get("preset") is None or field["preset"] in known
            if "choice_list" in field:
                assert choices_of(field)

    def test_limits_every_text(self, name):
        for field in fields_of(definition(name)):
            if "kanazawa_schemas_text" in field.get("validators", ""):
                assert field.get("max_length"), field["field_name"]


class TestDataset:
    def test_puts_every_asked_field_into_a_group(self):
        schema = definition("dataset")
        groups = {group["name"] for group in schema["form_groups"]}
        top = {field["field_name"] for field in schema["dataset_fields"]}
        for field in fields_of({"dataset_fields": schema["dataset_fields"]}):
            if field["field_name"] in top and field.get("form_snippet") and "form_group" in field:
                assert field["form_group"] in groups
        asked = [f for f in schema["dataset_fields"] if f.get("form_snippet", "x") is not None]
        machine = {p["preset_name"] for p in PRESETS if "machine" in p["preset_name"]}
        assert all("form_group" in f for f in asked if f.get("preset") not in machine)

    def test_uses_names_of_dcat_where_it_has_one(self):
        import ckanext.dcat.schemas as dcat

        text = (Path(next(iter(dcat.__path__))) / "dcat_ap_full.yaml").read_text(encoding="utf-8")
        full = yaml.safe_load(text)
        for part in ("dataset_fields", "resource_fields"):
            theirs = {field["field_name"] for field in full[part]}
            ours = {field["field_name"] for field in definition("dataset")[part]}
            for name in ours:
                plain = name.removeprefix("kanazawa_").removesuffix("_translated")
                if name.startswith("kanazawa_"):
                    # `theme` is there as well, made from the national themes.
                    assert plain not in theirs - ours, name
                else:
                    assert plain in theirs, name


class TestLicences:
    def test_file_of_ckan_is_made_from_the_list(self):
        assert json.loads(licence_file().read_text(encoding="utf-8")) == licence_list()

    @pytest.mark.parametrize("licence", list(load_choices("licences").values()), ids=str)
    def test_has_what_credit_and_rdf_need(self, licence):
        filled = {"title": "T", "publisher": "P", "licence": "L", "licence_url": "U"}
        for language in ("ja", "en"):
            line = licence.extra["credit"][language].format(**filled)
            assert "T" in line
            assert "P" in line
        assert licence.value == "other" or licence.extra["iri"].startswith("https://")


class TestStandards:
    def test_are_the_31_national_datasets_and_the_common_format(self):
        standards = load_choices("standards").values()
        numbers = [s.extra["number"] for s in standards if s.extra["family"] == "national"]
        assert numbers == [f"{number:02}" for number in range(1, 32)]
        assert "ishikawa_chuo_facility" in load_choices("standards")


class TestAreas:
    @pytest.mark.parametrize("code", list(DERIVED["kanazawa_areas"]()))
    def test_has_a_right_code_and_a_box(self, code):
        area = DERIVED["kanazawa_areas"]()[code]
        west, south, east, north = area.extra["box"]
        assert is_local_government_code(code)
        assert 136 < west < east < 138
        assert 35 < south < north < 38

    @pytest.mark.parametrize("code", ["172015", "17201", "1720144", "992011", "１７２０１４", ""])
    def test_refuses_wrong_codes(self, code):
        assert not is_local_government_code(code)
