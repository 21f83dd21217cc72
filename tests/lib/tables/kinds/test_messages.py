"""Each code a look at a cell can give has its texts, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ckanext.kanazawa.lib.tables.kinds as kinds
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.kinds import look
from ckanext.kanazawa.lib.tables.messages import catalogue
from tests.lib.tables.kinds import cases
from tests.lib.tables.kinds.fields import KANAZAWA, Setting, field_of

CASES = [(field_of(kind), value) for kind, value, *_ in cases.CASES]
# What needs more than a kind.
CASES += [
    (field_of("text", many=True), "本町、新町"),
    (field_of("text", many=True), "本町；新町"),
    (field_of("text"), "あ" * 40_000),
    (field_of("text", "所在地_番地以下"), "1月2日"),
    (field_of("text", "所在地_番地以下"), "2025/1/2"),
    (field_of("address", "所在地_連結表記"), "石川県金沢市広坂1月5日"),
    (field_of("text", "団体名"), "山田太郎"),
    (field_of("multiline", "備考"), "区長：鈴木一郎（昭和50年1月1日生）"),
    (field_of("text", "所在地_町字"), "?川町"),
    (field_of("text", "所在地_番地以下"), "44928"),
    (field_of("address", "所在地_連結表記"), "広坂1-1-1"),
    (field_of("address", "所在地_連結表記"), "金沢市広坂1-1-1"),
    (field_of("integer", minimum=0), "-1"),
    (field_of("integer", maximum=9), "10"),
    (field_of("integer", minimum=0, maximum=9), "10"),
    (field_of("identifier", pattern="[0-9]+", example="12"), "A"),
    (field_of("identifier", pattern="^[0-9]{10}$"), "1"),
    (field_of("choice", choices="encodings"), "Latin-9"),
    (field_of("choice", choices="encodings"), "utf8"),
    (field_of("choice", choices="encodings"), "utf-8"),
    (field_of("choice", choices="encodings"), "UTF-8、CP932"),
    (field_of("choice", choices="encodings", many=True), "UTF-8、CP932"),
]
OWN = Setting(municipality="172014", values={"欄": {"△": "有"}})


@pytest.mark.parametrize(("field", "value"), CASES, ids=lambda part: str(part)[:20])
def test_texts_render(field, value: str):
    for problem in look(value, field, KANAZAWA):
        _render(problem, field.name, value)


def test_own_word_renders():
    (problem,) = look("△", field_of("presence"), OWN)
    _render(problem, "欄", "△")


def _render(problem: kinds.Diagnosis, column: str, value: str) -> None:
    finding = Finding(
        problem.code, problem.severity, column=column, row=2, value=value, params=problem.params
    )
    for language in ("ja", "en"):
        for part in ("title", "message", "expected"):
            text = finding.text(language, part)
            assert text and "None" not in text and "{" not in text.replace(value, "")
    assert catalogue()[problem.code]["source"]


def test_each_code_is_seen():
    seen = {p.code for field, value in CASES for p in look(value, field, KANAZAWA)} | {"own-word"}
    assert _written("code") - seen == set()


def test_each_repair_has_its_texts():
    for repair in _written("repair"):
        entry = catalogue()[repair]
        assert entry["how"] in ("mechanical", "declared")
        assert entry["title"]["ja"] and entry["message"]["en"]


def _written(what: str) -> set[str]:
    """Return the codes, or the names of repairs, that the source of the kinds writes."""
    names: set[str] = set()
    for path in Path(kinds.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    known = {key for key in names if key in catalogue()}
    wants_repair = what == "repair"
    return {key for key in known if ("how" in catalogue()[key]) == wants_repair}
