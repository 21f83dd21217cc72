"""Where the tables a command makes go: beside their originals, into -o, or standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.output import (
    STDOUT,
    is_folder,
    place,
    refuse,
    safe_name,
    written,
)
from ckanext.kanazawa.lib.tables.table import Table

# Forms that make no sense on a terminal.
BINARY = ("xlsx", "parquet")


@dataclass(frozen=True)
class Target:
    """Where one table goes.

    Attributes:
        path: None for standard output.
        original: never overwritten.
        force: another file there may be.
    """

    path: Path | None
    original: Path
    force: bool

    @property
    def shown(self) -> str | None:
        """Return its path as results name it; None for standard output."""
        return None if self.path is None else str(self.path)

    @contextmanager
    def opened(self, form: str) -> Iterator[BinaryIO]:
        """Yield a stream for bytes; a file appears only once all went well.

        Raises:
            Exists: there is such a file already.
            Unwritable: the system refuses.
            Usage: the form is none for a terminal.
        """
        if self.path is not None:
            with (
                written(self.path, force=self.force, original=self.original) as fresh,
                open(fresh, "wb") as stream,
            ):
                yield stream
            return
        if form in BINARY and sys.stdout.isatty():
            raise Usage("binary_terminal", form=form)
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


def goes_to_stdout(chosen: argparse.Namespace) -> bool:
    """Say whether tables go to standard output: asked for, or because one came from there."""
    return chosen.output == STDOUT or (chosen.output is None and chosen.files == ["-"])


def require_stdout_free(chosen: argparse.Namespace) -> None:
    """Refuse to write tables and their account to the same place.

    Raises:
        Usage: it was asked for.
    """
    if goes_to_stdout(chosen) and (chosen.json or getattr(chosen, "csv", False)):
        raise Usage("stdout_taken")


def require_place(chosen: argparse.Namespace) -> None:
    """Refuse, once and before any work, several results that were to go to one place.

    Raises:
        Usage: they were.
    """
    several = len(chosen.files) > 1 or Path(chosen.files[0]).is_dir()
    if several and goes_to_stdout(chosen):
        raise Usage("one_output", output="out")
    if several and chosen.output is not None and not is_folder(chosen.output):
        raise Usage("one_output", output=chosen.output)


def target_of(
    given: Given, table: Table, chosen: argparse.Namespace, ending: str, *, tables: int
) -> Target:
    """Return where the result made from a table goes, refused before any work where it cannot.

    Args:
        given: the file.
        table: one of its tables.
        chosen: has `files`, `output`, `force`.
        ending: of the result's name, such as ".repaired.csv".
        tables: number of tables in the file.

    Raises:
        Exists: there is such a file already.
        Usage: several results would go to one place.
    """
    several = tables > 1 or len(chosen.files) > 1 or Path(chosen.files[0]).is_dir()
    if goes_to_stdout(chosen):
        if several:
            raise Usage("one_output", output="out")
        return Target(None, given.path, chosen.force)
    sheet = f".{safe_name(table.origin.sheet or '')}" if tables > 1 else ""
    name = f"{Path(given.name).stem}{sheet}{ending}"
    folder = Path() if given.stdin else given.path.parent
    path = place(chosen.output, name, folder, several=several)
    if not path.exists() or path.is_file():
        refuse(path, force=chosen.force, original=given.path)
    return Target(path, given.path, chosen.force)
