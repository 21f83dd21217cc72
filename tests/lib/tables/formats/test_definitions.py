"""Every definition is a valid Frictionless Table Schema, in words of both languages."""

from __future__ import annotations

from importlib import resources
from typing import Any

import frictionless
import pytest
import yaml

from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format

FORMATS = list(load_formats().values())


def written(found: Format) -> dict[str, Any]:
    """Return the definition as its file holds it."""
    definitions = resources.files("ckanext.kanazawa.definitions")
    path = definitions.joinpath(*found.path.split("/")[1:])
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.id)
class TestDefinition:
    def test_frictionless_takes_the_file_as_it_is(self, found: Format):
        schema = frictionless.Schema.from_descriptor(written(found))
        assert schema.field_names == [field["name"] for field in written(found)["fields"]]

    def test_required_is_said_only_of_what_the_standard_is_known_to_require(self, found: Format):
        for field in written(found)["fields"]:
            if field.get("constraints", {}).get("required"):
                basis = field.get("level_basis", written(found)["level_basis"])
                assert basis.startswith("official-")

    def test_equal_headings_have_equal_english(self, found: Format):
        own = {field.name: field.title["en"] for field in found.current.fields}
        public = {
            field.name: field.title["en"] for field in load_format("public-facility").current.fields
        }
        for name in own.keys() & public.keys():
            assert own[name] == public[name]


def test_every_file_is_yaml_for_plain_readers_too():
    # The loader in C, which we use where it is there, lets some things pass that others do not.
    definitions = resources.files("ckanext.kanazawa.definitions")
    for entry in (definitions / "choices").iterdir():
        if entry.name.endswith(".yaml"):
            assert yaml.load(entry.read_text(encoding="utf-8"), yaml.SafeLoader)["choices"]
