from __future__ import annotations

import re
import string

import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.language import chosen_language
from ckanext.kanazawa.lib.tables.cli.layout import width
from ckanext.kanazawa.lib.tables.cli.texts import texts

JAPANESE = re.compile("[\u3001-ヿ一-鿿]")
Output = pytest.CaptureFixture[str]


def placeholders(text: str) -> set[str]:
    return {name.split(":")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", texts())
def test_text_says_the_same_in_both_languages(key: str):
    text = texts()[key]
    assert set(text) == {"ja", "en"}
    assert placeholders(text["ja"]) == placeholders(text["en"])
    assert JAPANESE.search(re.sub("{.*?}", "", text["ja"]))
    assert not JAPANESE.search(text["en"])


@pytest.mark.parametrize("command", [None, *COMMANDS])
@pytest.mark.parametrize("language", ["ja", "en"])
class TestHelp:
    def test_is_in_one_language_and_fits_the_screen(
        self, command: str | None, language: str, capsys: Output
    ):
        words = [command] if command else []
        assert main([*words, "--help", "--lang", language]) == 0
        said = capsys.readouterr().out
        assert bool(JAPANESE.search(said)) == (language == "ja")
        assert not re.search("usage:|positional|show this help message", said)
        assert max(map(width, said.splitlines())) <= 100

    def test_names_every_option_and_exit_status(
        self, command: str | None, language: str, capsys: Output
    ):
        main([*([command] if command else []), "-h", f"--lang={language}"])
        said = capsys.readouterr().out
        if command is None:
            expected = [*COMMANDS, *(str(int(status)) for status in Exit)]
        else:
            expected = [flag for option in COMMANDS[command].options for flag in option.flags]
        assert [word for word in expected if not re.search(rf"(?<!\S){word}(?![\w-])", said)] == []


@pytest.mark.parametrize(
    ("arguments", "environ", "language"),
    [
        ([], {}, "ja"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "C.UTF-8"}, "ja"),
        (["--lang", "en"], {"LANG": "ja_JP.UTF-8"}, "en"),
        (["check", "--lang=en"], {}, "en"),
        (["--lang", "fr"], {"LANG": "en_US"}, "en"),
    ],
)
def test_language_is_that_of_the_option_then_of_the_locale(arguments, environ, language):
    assert chosen_language(arguments, environ) == language


def test_version_names_the_program(capsys: Output):
    assert main(["--version"]) == 0
    assert re.fullmatch(r"kanazawa-table \d+\.\S+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give a command"),
        (["fromats"], "Did you mean formats?"),
        (["formats", "--jsno"], "“--jsno” is not understood"),
        (["formats", "--family"], "--family needs a value"),
        (["formats", "--force=yes"], "takes no value"),
        (["formats", "--family", "nation"], "Did you mean national?"),
        (["formats", "--lang", "fr"], "does not take “fr”"),
        (["formats", "public_toilets"], "Did you mean public-toilet?"),
        (["formats", "public-toilet", "--version", "1999"], "but current, 2019"),
        (["formats", "--schema"], "--schema needs the name of a format"),
    ],
)
def test_wrong_usage_says_what_to_type(
    arguments: list[str], said: str, capsys: Output, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert said in output.err
    assert output.out == ""


def test_wrong_usage_is_told_in_japanese_too(capsys: Output):
    assert main(["formats", "--family", "--lang", "ja"]) == 2
    assert "--family の後に値を付けてください" in capsys.readouterr().err
