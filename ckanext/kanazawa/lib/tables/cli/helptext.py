"""The help, made from the options and the texts, in columns that fit Japanese."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS, PROGRAM, Command
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.layout import pad, screen_width, width, wrap
from ckanext.kanazawa.lib.tables.cli.options import COMMON, Option
from ckanext.kanazawa.lib.tables.cli.texts import text

# Help of an option begins in this column, or on the next line where the option is longer.
HELP_COLUMN = 30
VERSION = Option(("--version",), "program_version")


def program_help(language: str) -> str:
    """Return what `kanazawa-table --help` prints."""
    word = text("help.command_word", language)
    commands = [(name, text(f"command.{name}", language)) for name in COMMANDS]
    exits = [(str(int(status)), text(f"exit.{int(status)}", language)) for status in Exit]
    return _join(
        [f"{text('help.usage', language)}: {PROGRAM} {word} {text('help.options', language)}"],
        wrap(text("help.program", language), screen_width()),
        _section("help.commands", commands, language, 14),
        _section("group.common", _rows((*COMMON.options, VERSION), language), language),
        _section("help.exits", exits, language, 8),
        wrap(text("help.more", language), screen_width()),
    )


def command_help(command: Command, language: str) -> str:
    """Return what `kanazawa-table COMMAND --help` prints."""
    words = " ".join(_usage_word(option, language) for option in command.arguments)
    options = text("help.options", language)
    groups = [
        _section(f"group.{group.key}", _rows(group.options, language), language)
        for group in command.groups
    ]
    return _join(
        [f"{text('help.usage', language)}: {PROGRAM} {command.name} {options} {words}"],
        wrap(text(f"about.{command.name}", language), screen_width()),
        _section("help.arguments", _rows(command.arguments, language), language),
        *groups,
        [f"{text('help.examples', language)}:", *(f"  {PROGRAM} {e}" for e in command.examples)],
    )


def _rows(options: Iterable[Option], language: str) -> list[tuple[str, str]]:
    return [(_typed(option, language), _told(option, language)) for option in options]


def _usage_word(option: Option, language: str) -> str:
    word = text(f"word.{option.word}", language)
    return f"[{word}]" if option.optional else word


def _typed(option: Option, language: str) -> str:
    word = text(f"word.{option.word}", language) if option.word else ""
    return f"{', '.join(option.flags)} {word}".strip()


def _told(option: Option, language: str) -> str:
    told = text(f"option.{option.key}", language)
    more = []
    if option.choices:
        more.append(text("help.choices", language, choices=", ".join(option.choices)))
    if option.default is not None:
        more.append(text("help.default", language, value=option.default))
    if not more:
        return told
    return f"{told}（{'、'.join(more)}）" if language == "ja" else f"{told} ({'; '.join(more)})"


def _section(
    heading: str, rows: Iterable[tuple[str, str]], language: str, column: int = HELP_COLUMN
) -> list[str]:
    lines = [f"{text(heading, language)}:"]
    for typed, told in rows:
        indent = " " * column
        wrapped = wrap(told, screen_width(), indent)
        if width(typed) + 4 > column:
            lines += [f"  {typed}", *wrapped]
        else:
            lines += [pad(f"  {typed}", column) + wrapped[0][column:], *wrapped[1:]]
    return lines


def _join(*paragraphs: list[str]) -> str:
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs) + "\n"
