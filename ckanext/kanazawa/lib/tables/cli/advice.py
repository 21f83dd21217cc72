"""What to type next."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator

from ckanext.kanazawa.lib.tables.cli.commandline import CHECK, COMMANDS, PROGRAM
from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, printable
from ckanext.kanazawa.lib.tables.cli.options import Option
from ckanext.kanazawa.lib.tables.findings import Findings
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.tables.repair import repair_names


def repair_advice(
    findings: Findings, given: Given, chosen: argparse.Namespace, console: Console
) -> Iterator[str]:
    """Yield what to type to have the findings mended, with the same options; nothing for none.

    What needs a yes is named, since it is not done unasked.
    """
    found = {finding.repair for finding in findings.listed if finding.repair}
    known = repair_names()
    declared = sorted(name for name in found if known.get(name) == "declared")
    if given.stdin:
        return
    yield from _shift_advice(findings, given, chosen, console)
    if not found:
        return
    # Where nothing is mended unasked, the command without a yes would do nothing.
    agreed = declared if len(declared) == len(found) else []
    yield ""
    yield console.text("next.repair")
    yield INDENT + console.paint("strong", _typed(given, chosen, agreed))
    if declared:
        yield console.text("next.agree")
        for name in declared:
            yield f"{INDENT}{name}: {message(name, console.language, {}, 'title')}"


def _shift_advice(
    findings: Findings, given: Given, chosen: argparse.Namespace, console: Console
) -> Iterator[str]:
    """Yield what to type where only a person can see where columns begin to be shifted."""
    for finding in findings.listed:
        begins = finding.params["begins"] if finding.code == "columns-shifted" else ()
        if begins and finding.repair is None:
            words = [_typed(given, chosen, ["shift-columns"]), "--shift-from", begins[-1]]
            yield ""
            yield console.text("next.shift_from", known=console.text("comma").join(begins))
            yield INDENT + console.paint("strong", " ".join(words))


def _typed(given: Given, chosen: argparse.Namespace, agreed: Iterable[str]) -> str:
    """Return `kanazawa-table repair` for a file, with the options that overrule something."""
    words = [PROGRAM, "repair", given.shown]
    taken = {option.name for option in COMMANDS["repair"].options}
    for option in CHECK.options:
        words += _again(option, getattr(chosen, option.name, None)) if option.name in taken else []
    words += [word for name in agreed for word in ("--agree", name)]
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """Return a word as a shell takes it, with escapes for what must not reach a terminal."""
    if word.isprintable():
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{printable(escaped)}'"


def _again(option: Option, value: object) -> list[str]:
    """Return an option as it was typed, unless it only says how to show the result."""
    if not option.flags or value in (None, False, option.default):
        return []
    if option.name in ("output", "force", "json", "csv", "progress", "quiet", "debug"):
        return []
    flag = option.flags[-1]
    return [flag] if option.word is None else [flag, str(value)]
