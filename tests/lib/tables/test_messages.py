"""The catalogue of messages: each code once, complete, in both languages."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest
import yaml

from ckanext.kanazawa.lib.tables.messages import catalogue

FOLDER = resources.files("ckanext.kanazawa.definitions") / "tables" / "messages"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".yaml"))


def test_no_code_stands_in_two_files():
    codes = [
        code
        for name in FILES
        for code in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) or {}
    ]
    assert [code for code, count in Counter(codes).items() if count > 1] == []


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_each_text_exists_in_both_languages(code: str):
    entry = catalogue()[code]
    parts = ("title", "message", "expected") if "severity" in entry else ()
    for part in (*parts, *({"title", "message", "expected"} & set(entry))):
        assert entry[part]["ja"] and entry[part]["en"]
    assert entry.get("severity") in (None, "error", "warning", "hint")
