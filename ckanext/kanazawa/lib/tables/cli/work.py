"""The round over all files of a command line: one that fails does not stop the others."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit, worst
from ckanext.kanazawa.lib.tables.cli.failures import Failure, status_of
from ckanext.kanazawa.lib.tables.cli.files import (
    STDIN,
    Given,
    Skipped,
    gather,
    require_names,
    stdin_file,
    unreadable,
)
from ckanext.kanazawa.lib.tables.errors import TableError

# Names of skipped files that are told; the others are counted.
TOLD = 3


def over_files(
    chosen: argparse.Namespace,
    console: Console,
    each: Callable[[Given], Exit],
    failed: Callable[[Given, Failure | TableError], None],
    *,
    repaired: bool = True,
) -> Exit:
    """Work on every file, and return the status that tells most.

    Args:
        chosen: has `files` and `name`.
        console: takes the remarks.
        each: works on one file.
        failed: is told why one could not be worked on.
        repaired: take files in folders that `repair` wrote.

    Raises:
        Usage: the command line itself does not fit.
    """
    require_names(chosen.files, chosen.name)
    skipped, statuses = Skipped(), [Exit.CLEAN]
    with ExitStack() as open_until_done:
        for given in _given(chosen, skipped, open_until_done, repaired):
            statuses.append(_one(given, each, failed))
    if skipped.names and not chosen.quiet:
        _tell_skipped(skipped, console)
    return worst(statuses)


def _given(
    chosen: argparse.Namespace, skipped: Skipped, stack: ExitStack, repaired: bool
) -> Iterator[Given]:
    for word in chosen.files:
        if word == STDIN:
            yield stack.enter_context(stdin_file(chosen.name))
        else:
            yield from gather([word], skipped, repaired=repaired)


def _one(
    given: Given,
    each: Callable[[Given], Exit],
    failed: Callable[[Given, Failure | TableError], None],
) -> Exit:
    try:
        if given.problem is not None:
            raise given.problem
        return each(given)
    except BrokenPipeError:
        raise
    except (Failure, TableError) as error:
        failed(given, error)
        return status_of(error)
    except OSError as error:
        if error.filename not in (None, str(given.path)):
            raise
        failure = unreadable(given.shown, error)
        failed(given, failure)
        return failure.status


def _tell_skipped(skipped: Skipped, console: Console) -> None:
    names = ", ".join(skipped.names[:TOLD])
    key = "skipped.more" if len(skipped.names) > TOLD else "skipped"
    console.say(key, names=names, count=len(skipped.names), more=len(skipped.names) - TOLD)
