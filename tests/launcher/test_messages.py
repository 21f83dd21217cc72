"""Everything the launcher says exists in Japanese and English."""

from __future__ import annotations

import re
import string

import pytest

from ckanext.kanazawa.launcher import failures
from ckanext.kanazawa.launcher.console import Console, languages, texts
from ckanext.kanazawa.launcher.messages import MESSAGES
from tests.launcher.conftest import ROOT

SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "ckanext/kanazawa/launcher").glob("*.py")
    if path.name != "messages.py"
)
FAILURES = [
    found
    for found in vars(failures).values()
    if isinstance(found, type)
    and issubclass(found, failures.Failure)
    and found is not failures.Failure
]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_message_says_the_same_in_both_languages(key: str):
    message = MESSAGES[key]
    assert set(message) == {"ja", "en"}
    assert placeholders(message["ja"]) == placeholders(message["en"])
    assert re.search("[぀-ヿ一-鿿]", message["ja"])
    assert not re.search("[぀-ヿ一-鿿]", message["en"])


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.code)
def test_every_failure_says_what_to_type_or_do(failure: type[failures.Failure]):
    for text in MESSAGES[f"fail.{failure.code}"].values():
        assert len(text) > 30


def test_no_message_is_forgotten_or_unused():
    said = set(re.findall(r'"((?:[a-z]+\.)+[a-z_]+|interrupted)"', SOURCES))
    said |= {f"fail.{failure.code}" for failure in FAILURES}
    assert said & set(MESSAGES) == set(MESSAGES)


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({"LANG": "ja_JP.UTF-8"}, ("ja",)),
        ({"LANG": "en_GB.UTF-8"}, ("en",)),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"}, ("en",)),
        ({"LANG": "C.UTF-8"}, ("ja", "en")),
        ({}, ("ja", "en")),
    ],
)
def test_language_follows_the_locale(environ: dict[str, str], spoken: tuple[str, ...]):
    assert languages(environ) == spoken


def test_braces_in_a_value_are_shown_as_they_are():
    shown = texts("fail.command_failed", ("en",), command="echo {x}")
    assert "echo {x}" in shown[0]


def test_failure_shows_the_programs_last_words_once(capsys: pytest.CaptureFixture[str]):
    console = Console()
    console.spoken = ("ja", "en")
    console.fail(failures.CommandFailed(command="initdb", output="no such locale"))
    shown = capsys.readouterr().err
    assert shown.count("no such locale") == 1
    assert "失敗しました" in shown
    assert "This command failed: initdb" in shown
