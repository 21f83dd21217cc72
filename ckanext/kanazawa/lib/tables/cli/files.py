"""Which files a command works on: those named, those in folders, standard input."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ckanext.kanazawa.lib.tables.cli.failures import Failure, Unreadable, Usage

STDIN = "-"
# Files of folders that are taken for tables; a file that is named itself may end in anything.
ENDINGS = (
    *(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    *(".json", ".geojson", ".jsonl", ".ndjson", ".zip"),
)
# Left by Excel while a workbook is open; and what `repair` wrote earlier.
LOCK, REPAIRED = "~$", ".repaired.csv"


@dataclass(frozen=True)
class Given:
    """One file to work on.

    Attributes:
        path: where its bytes are; a copy for standard input.
        shown: as the user knows it.
        stdin: it came from standard input.
        problem: why it cannot be worked on, if so.
    """

    path: Path
    shown: str
    stdin: bool = False
    problem: Failure | None = None

    @property
    def name(self) -> str:
        """Return the file name alone."""
        return Path(self.shown).name


@dataclass
class Skipped:
    """Files of folders that were passed over.

    Attributes:
        names: of those whose ending is no table's, hidden ones left out.
    """

    names: list[str] = field(default_factory=list)


def gather(words: Sequence[str], skipped: Skipped, *, repaired: bool = True) -> Iterator[Given]:
    """Yield every file named on the command line, or found in folders named there.

    Args:
        words: files, folders; standard input is `stdin_file`'s.
        skipped: takes the names of files in folders that are no tables.
        repaired: take files that `repair` wrote; else they are passed over in folders.
    """
    for word in words:
        path = Path(word)
        try:
            if path.is_dir():
                yield from _in_folder(path, skipped, repaired)
            elif not path.exists():
                yield Given(path, word, problem=Unreadable("not_found", file=word))
            elif path.is_file():
                yield Given(path, word)
            else:
                yield Given(path, word, problem=Unreadable("not_a_file", file=word))
        except (OSError, ValueError) as error:
            yield Given(path, word, problem=unreadable(word, error))


def _in_folder(folder: Path, skipped: Skipped, repaired: bool) -> Iterator[Given]:
    problems: list[OSError] = []
    found = False
    for place, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith((".", LOCK)) or (not repaired and name.endswith(REPAIRED)):
                continue
            if not name.lower().endswith(ENDINGS) or not path.is_file():
                skipped.names.append(str(path))
                continue
            found = True
            yield Given(path, str(path))
    for problem in problems:
        where = str(problem.filename or folder)
        yield Given(Path(where), where, problem=unreadable(where, problem))
    if not found and not problems:
        problem = Unreadable("empty_folder", file=str(folder), names=" ".join(ENDINGS))
        yield Given(folder, str(folder), problem=problem)


def unreadable(shown: str, error: OSError | ValueError) -> Unreadable:
    """Return our failure for what the system says about a file that cannot be opened."""
    if isinstance(error, PermissionError):
        return Unreadable("not_allowed", file=shown)
    if isinstance(error, FileNotFoundError):
        return Unreadable("not_found", file=shown)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Unreadable("unreadable", file=shown, reason=reason)


@contextmanager
def stdin_file(name: str | None) -> Iterator[Given]:
    """Copy standard input to a file, which can be read more than once, and yield that."""
    with tempfile.TemporaryDirectory(prefix="kanazawa-table-") as folder:
        path = Path(folder, "stdin")
        with path.open("wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy, 1 << 20)
        yield Given(path, name or "stdin", stdin=True)


def require_names(words: Sequence[str], name: str | None) -> None:
    """Make sure that standard input is named at most once, and --name only with it.

    Raises:
        Usage: it is not so.
    """
    if list(words).count(STDIN) > 1:
        raise Usage("stdin_twice")
    if name is not None and STDIN not in words:
        raise Usage("name_alone")
