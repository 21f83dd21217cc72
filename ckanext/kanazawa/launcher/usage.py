"""What is said about a command line that cannot be understood, in the reader's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection
from typing import Any, NoReturn

from ckanext.kanazawa.launcher.console import Console, texts
from ckanext.kanazawa.launcher.failures import BadUsage, Message, UnknownCommand

# argparse speaks English only: its messages, each with ours that says the same.
KNOWN = (
    (r"unrecognized arguments: (?P<found>.+)", "usage.unrecognized"),
    (r"argument (?P<name>\S+): expected .*", "usage.expected"),
    (r"argument (?P<name>\S+): invalid int value: '(?P<found>.*)'", "usage.no_number"),
)


def explain(said: str) -> Message | str:
    """Return our message for one of argparse's; its own words where there is none."""
    for pattern, key in KNOWN:
        found = re.fullmatch(pattern, said)
        if found:
            return Message(key, **found.groupdict())
    return said


def require_command(arguments: list[str], known: list[str], internal: Collection[str] = ()) -> None:
    """Make sure that the first word is a command, unless options come first.

    Args:
        arguments: what was typed.
        known: all commands.
        internal: those of them that are not for people, and so not listed.

    Raises:
        BadUsage: there is none.
        UnknownCommand: there is no such command.
    """
    names = ", ".join(name for name in known if name not in internal)
    if not arguments:
        raise BadUsage(detail=Message("usage.no_command", names=names))
    if not arguments[0].startswith("-") and arguments[0] not in known:
        raise UnknownCommand(name=arguments[0], names=names)


# Headings that argparse writes into its help in English, each with our text for it.
HEADINGS = {"positional arguments": "usage.arguments", "options": "usage.options"}


def both(key: str) -> str:
    """Return a text in Japanese and English, as argparse wants it."""
    return " / ".join(texts(key)).replace("%", "%%")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse's formatter with headings in both languages."""

    def start_section(self, heading: str | None) -> None:
        """Begin a part of the help under our heading."""
        super().start_section(both(HEADINGS[heading]) if heading in HEADINGS else heading)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the line that shows how the command is typed."""
        super().add_usage(usage, actions, groups, prefix or both("usage.usage") + ": ")


class Parser(argparse.ArgumentParser):
    """argparse's parser, but its help and its refusals are the launcher's."""

    def __init__(self, **options: Any):
        super().__init__(**{"formatter_class": Formatter, **options, "add_help": False})
        if options.get("add_help", True):
            self.add_argument("-h", "--help", action="help", help=both("usage.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the options, and end with status 2."""
        Console().fail(BadUsage(detail=explain(message)))
        raise SystemExit(2)
