"""The outermost part: understand the command line, run the command, catch what goes wrong."""

from __future__ import annotations

import importlib
import os
import platform
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import metadata
from types import FrameType
from typing import NoReturn

from ckanext.kanazawa.lib.tables.cli.commandline import PROGRAM
from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Failure, status_of
from ckanext.kanazawa.lib.tables.cli.helptext import program_help
from ckanext.kanazawa.lib.tables.cli.language import chosen_language
from ckanext.kanazawa.lib.tables.cli.layout import printable
from ckanext.kanazawa.lib.tables.cli.parser import Parser, require_command
from ckanext.kanazawa.lib.tables.errors import TableError

DISTRIBUTION = "ckanext-kanazawa"
# Signals that asked this process to stop.
_stops: list[int] = []
COMMANDS_PACKAGE = "ckanext.kanazawa.lib.tables.cli.commands"


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; nothing is raised.

    Args:
        arguments: without the program's name; None takes those of the process, which then
            also treats being asked to stop like Ctrl-C.
    """
    if arguments is None:
        arguments = sys.argv[1:]
        _listen()
    console = Console(chosen_language(arguments))
    try:
        status = _run(list(arguments), console)
        sys.stdout.flush()
    except KeyboardInterrupt:
        console.say("interrupted")
        status = Exit.INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        status = Exit.NOBODY_READS
    except (Failure, TableError) as error:
        console.remark(f"✗ {error.text(console.language)}")
        status = status_of(error)
    except SystemExit as end:  # argparse, after --help
        status = Exit(end.code or 0)
    except BaseException as error:
        # What Ctrl-C cuts short may end with an error of its own: closing a half-written ZIP
        # (`zipfile.ZipFile.close`), or polars, which panics.
        if _stops:
            console.say("interrupted")
            return int(Exit.INTERRUPTED)
        if not isinstance(error, Exception):
            raise
        _report(error, arguments, console)
        status = Exit.UNEXPECTED
    return int(status)


def _listen() -> None:
    """Treat being asked to stop like Ctrl-C, and remember either."""
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    _stops.append(number)
    raise KeyboardInterrupt


def _run(arguments: list[str], console: Console) -> Exit:
    leading, word, rest = _split(arguments)
    if word is None and {"-h", "--help"} & set(leading):
        print(program_help(console.language), end="")
        return Exit.CLEAN
    if word is None and "--version" in leading:
        print(_program())
        return Exit.CLEAN
    command = require_command(word, console.language)
    chosen = Parser(command, console.language).parse([*leading, *rest])
    module = importlib.import_module(f"{COMMANDS_PACKAGE}.{command.name}")
    return module.run(chosen, console)


def _program() -> str:
    """Return name and version; `lib` may not ask the package itself."""
    return f"{PROGRAM} {metadata.version(DISTRIBUTION)}"


def _split(arguments: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Return the options before the command, the command, and what follows it."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] == "--lang" else 1
    if at >= len(arguments):
        return arguments, None, []
    return arguments[:at], arguments[at], arguments[at + 1 :]


def _forget_output() -> None:
    """Keep Python from complaining, at its end, that nobody takes the rest of the output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception, arguments: Sequence[str], console: Console) -> None:
    """Say what to tell the developers; with --debug, all of it."""
    if "--debug" in arguments:
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    console.remark(f"✗ {console.text('unexpected')}")
    for line in (
        f"{_program()}, Python {platform.python_version()}, {platform.system()}",
        f"{PROGRAM} {' '.join(arguments)}",
        f"{type(error).__name__}: {error}",
        f"{last.name}, {os.path.basename(last.filename)}:{last.lineno}",
    ):
        console.remark(f"  {printable(line)[:500]}")
