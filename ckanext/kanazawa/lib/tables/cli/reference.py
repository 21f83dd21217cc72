"""Make docs/tables-reference.md: every option, exit status, finding and repair.

Run `python -m ckanext.kanazawa.lib.tables.cli.reference > docs/tables-reference.md` after a
change; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS, PROGRAM, Command
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.options import Option
from ckanext.kanazawa.lib.tables.cli.texts import text
from ckanext.kanazawa.lib.tables.messages import catalogue

LANGUAGES = ("ja", "en")
INTRODUCTION = (
    "# 表の道具の一覧表 / Reference of the table tools",
    "[tables.md](tables.md) の続きです。定義から作っています。/ Continues [tables.md](tables.md); "
    "made from the definitions.",
)


def reference() -> str:
    """Return the whole document."""
    parts = [*INTRODUCTION, "## コマンドとオプション / Commands and options"]
    for command in COMMANDS.values():
        parts += [f"### `{PROGRAM} {command.name}`", _both(f"about.{command.name}")]
        parts += [_table(("", "日本語", "English"), _options(command))]
    exits = [(f"{int(status)}", *_texts(f"exit.{int(status)}")) for status in Exit]
    parts += ["## 終了コード / Exit statuses", _table(("", "日本語", "English"), exits)]
    parts += ["## 見つかる問題 / Findings", _table(("code", "", "日本語", "English"), _findings())]
    parts += ["## 修正 / Repairs", _table(("name", "", "日本語", "English"), _repairs())]
    return "\n\n".join(parts) + "\n"


def _options(command: Command) -> Iterator[Sequence[str]]:
    for option in command.options:
        yield (_typed(option), *(_told(option, language) for language in LANGUAGES))


def _typed(option: Option) -> str:
    word = text(f"word.{option.word}", "en") if option.word else ""
    return f"`{', '.join(option.flags)} {word}`".replace("` ", "`").replace(" `", "`")


def _told(option: Option, language: str) -> str:
    told = text(f"option.{option.key}", language)
    if option.choices:
        told += f" ({', '.join(option.choices)})"
    if option.default is not None:
        told += f" [{option.default}]"
    return told


def _findings() -> Iterator[Sequence[str]]:
    for code, entry in _sorted("severity"):
        severity = " / ".join(text(f"severity.{entry['severity']}", lang) for lang in LANGUAGES)
        yield (f"`{code}`", severity, entry["title"]["ja"], entry["title"]["en"])


def _repairs() -> Iterator[Sequence[str]]:
    for name, entry in _sorted("how"):
        how = " / ".join(text(f"how_repaired.{entry['how']}", lang) for lang in LANGUAGES)
        said = [f"{entry['title'][lang]}: {entry['message'][lang]}" for lang in LANGUAGES]
        yield (f"`{name}`", how, *said)


def _sorted(key: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Return the entries of the messages that have a key."""
    return [(code, entry) for code, entry in sorted(catalogue().items()) if key in entry]


def _texts(key: str) -> list[str]:
    return [text(key, language) for language in LANGUAGES]


def _both(key: str) -> str:
    return " / ".join(_texts(key))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in lines)


def _cell(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ").strip()


if __name__ == "__main__":
    sys.stdout.write(reference())
