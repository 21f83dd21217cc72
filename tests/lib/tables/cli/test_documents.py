"""docs/tables*.md tell what the command line does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.options import FAMILIES
from ckanext.kanazawa.lib.tables.cli.reference import reference
from ckanext.kanazawa.lib.tables.cli.texts import texts
from ckanext.kanazawa.lib.tables.convert.mapping.document import KEYS
from ckanext.kanazawa.lib.tables.formats import loader
from ckanext.kanazawa.lib.tables.messages import catalogue

ROOT = Path(__file__).resolve().parents[4]
GUIDE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
JAPANESE, ENGLISH = GUIDE.split('<a id="english"></a>')
REFERENCE = (ROOT / "docs" / "tables-reference.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", [JAPANESE, ENGLISH], ids=["ja", "en"])
class TestGuide:
    def test_names_every_command(self, part: str):
        assert [name for name in COMMANDS if f"`kanazawa-table {name}" not in part] == []

    def test_explains_every_exit_status(self, part: str):
        rows = re.findall(r"^\| (\d+) \| ", part, re.M)
        assert rows == [str(int(status)) for status in Exit]

    def test_explains_every_key_of_a_mapping(self, part: str):
        assert [key for key in KEYS if f"`{key}`" not in part] == []


def test_reference_is_up_to_date():
    """Run `python -m ckanext.kanazawa.lib.tables.cli.reference > docs/tables-reference.md`."""
    assert reference() == REFERENCE


def test_reference_lists_every_finding_and_repair():
    coded = [code for code, entry in catalogue().items() if "severity" in entry or "how" in entry]
    assert [code for code in coded if f"| `{code}` |" not in REFERENCE] == []


def test_options_know_every_family():
    assert FAMILIES == loader.FAMILIES


def test_every_way_a_column_is_known_by_has_a_text():
    model = ROOT / "ckanext" / "kanazawa" / "lib" / "tables" / "recognise" / "model.py"
    documented = re.search(r" how: 0-based (.+?) candidates:", model.read_text("utf-8"), re.S)
    ways = {key.removeprefix("how.") for key in texts() if key.startswith("how.")}
    assert documented
    assert set(re.findall(r'"([a-z]+)"', documented[1])) <= ways
