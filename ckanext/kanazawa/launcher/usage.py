"""What is said about a command line that cannot be understood, in the reader's language."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from ckanext.kanazawa.launcher.console import Console
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


def require_command(arguments: list[str], known: list[str]) -> None:
    """Make sure that the first word is a command, unless options come first.

    Raises:
        BadUsage: there is none.
        UnknownCommand: there is no such command.
    """
    if not arguments:
        raise BadUsage(detail=Message("usage.no_command", names=", ".join(known)))
    if not arguments[0].startswith("-") and arguments[0] not in known:
        raise UnknownCommand(name=arguments[0], names=", ".join(known))


class Parser(argparse.ArgumentParser):
    """argparse's parser, but its refusals are the launcher's: they say what to type."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the options, and end with status 2."""
        Console().fail(BadUsage(detail=explain(message)))
        raise SystemExit(2)
