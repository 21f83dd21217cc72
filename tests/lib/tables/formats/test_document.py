"""The document on definitions names every key, kind, basis and rule, in both languages."""

from __future__ import annotations

from pathlib import Path

from ckanext.kanazawa.lib.tables.formats import definition, fields, rules
from ckanext.kanazawa.lib.tables.formats.model import KIND_TYPES

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "formats.md"


def test_everything_is_explained():
    japanese, english = DOCUMENT.read_text(encoding="utf-8").split('<a id="english"></a>')
    words = {*definition.TOP_KEYS, *fields.READ, *fields.KEPT, *fields.CONSTRAINTS}
    words |= {*KIND_TYPES, *fields.BASES, *fields.LEVELS, *rules.RULES}
    words |= {key for shape in rules.RULES.values() for key in shape}
    for text in (japanese, english):
        assert sorted(word for word in words if f"`{word}`" not in text) == []
