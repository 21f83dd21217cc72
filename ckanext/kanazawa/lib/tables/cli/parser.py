"""argparse, taught both languages: help and refusals are ours."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS, Command
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.helptext import command_help
from ckanext.kanazawa.lib.tables.cli.options import Option
from ckanext.kanazawa.lib.tables.cli.texts import text
from ckanext.kanazawa.lib.tables.cli.usage import Choice, explain, whole_number


class Parser(argparse.ArgumentParser):
    """The parser of one command."""

    def __init__(self, command: Command, language: str):
        super().__init__(prog=command.name, add_help=False, allow_abbrev=False)
        self._command = command
        self._language = language
        for option in command.options:
            self._add(option)

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options; options and files may stand in any order.

        Raises:
            Usage: they do not fit.
        """
        chosen = self.parse_intermixed_args(list(arguments))
        chosen.command = self._command.name
        for option in self._command.options:
            self._require_choice(option, getattr(chosen, option.name, None))
        return chosen

    def format_help(self) -> str:
        """Return the help of the command in the reader's language."""
        return command_help(self._command, self._language)

    def error(self, message: str) -> NoReturn:
        """Refuse the options.

        Raises:
            Usage: always.
        """
        raise explain(message, self._command.name)

    def _add(self, option: Option) -> None:
        if option.key == "help":
            self.add_argument(*option.flags, action="help")
        elif not option.flags:
            count = "+" if option.many else "?" if option.optional else None
            word = text(f"word.{option.word}", self._language)
            self.add_argument(option.name, nargs=count, metavar=word)
        elif option.word is None:
            self.add_argument(*option.flags, dest=option.name, action="store_true")
        else:
            action = "append" if option.many else "store"
            read = self._whole_number(option) if option.number else str
            self.add_argument(
                *option.flags, dest=option.name, action=action, type=read, default=option.default
            )

    def _whole_number(self, option: Option) -> Callable[[str], int]:
        flag = option.flags[-1]
        return whole_number(lambda found: Usage("option_number", name=flag, found=found))

    def _require_choice(self, option: Option, value: object) -> None:
        if option.choices and value is not None and value not in option.choices:
            raise Choice(self._language).refusal(
                "option_choice", str(value), option.choices, name=option.flags[-1]
            )


def require_command(word: str | None, language: str) -> Command:
    """Return the command of a name.

    Raises:
        Usage: there is none of it.
    """
    if word is None:
        raise Usage("no_command", names=", ".join(COMMANDS))
    if word not in COMMANDS:
        raise Choice(language).refusal("unknown_command", word, COMMANDS)
    return COMMANDS[word]
