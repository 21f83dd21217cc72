"""Every YAML file of ours says the same to both of PyYAML's parsers: not all machines have C's."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from yaml.loader import SafeLoader

from ckanext.kanazawa.lib.yamltext import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "schemas").rglob("*.yaml"), *(ROOT / "ckanext").rglob("*.yaml")])


def test_there_are_files():
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_parsers_read_the_same(path: Path):
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=SafeLoader) == read_yaml(text)
