"""Every finding there is: seen in both languages, and met by a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.messages import catalogue

TESTS = Path(__file__).parents[1]
LIBRARY = TESTS.parents[1] / "ckanext" / "kanazawa" / "lib"
CODES = sorted(code for code, entry in catalogue().items() if "severity" in entry)
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def _placeholders(code: str) -> set[str]:
    texts = [
        catalogue()[code][part][language]
        for part in ("title", "message", "expected")
        for language in ("ja", "en")
    ]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def _sources(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        if path.name != Path(__file__).name:
            yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_each_finding_reads_well_in_both_languages(code: str):
    own = {"value", "column", "row"}
    params = {name: f"<{name}>" for name in _placeholders(code) - own}
    finding = Finding(code, row=7, column="<column>", index=0, value="<value>", params=params)
    for part in ("title", "message", "expected"):
        japanese, english = finding.text("ja", part), finding.text("en", part)
        # What is expected may be nothing but the mended value.
        assert part == "expected" or _JAPANESE.search(japanese), japanese
        assert re.search("[A-Za-z]{3}", english), english
        assert "{" not in japanese + english
    told = finding.as_dict()
    assert told["message"]["ja"] == finding.text("ja")
    assert told["severity"] == catalogue()[code]["severity"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_titles_tell_findings_apart(language: str):
    titles = [catalogue()[code]["title"][language] for code in CODES]
    assert all(len(title) <= 60 for title in titles)


def test_each_code_is_used_by_the_library():
    written = "\n".join(_sources(LIBRARY))
    kinds = LIBRARY.parents[2] / "schemas" / "gtfs" / "kinds.yaml"
    written += kinds.read_text(encoding="utf-8")
    made = tuple(re.findall(r'f"([a-z]+[a-z0-9-]*-)\{', written))
    unused = [code for code in CODES if not re.search(rf"\b{code}\b", written)]
    assert [code for code in unused if not code.startswith(made)] == []


def test_each_code_is_met_by_a_test():
    written = "\n".join(_sources(TESTS))
    sown = "\n".join(_sources(TESTS.parents[1] / "bench"))
    unmet = [code for code in CODES if f'"{code}"' not in written + sown]
    assert unmet == []
