"""What is said, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from ckanext.kanazawa.lib.tables.cli.layout import printable
from ckanext.kanazawa.lib.tables.cli.texts import text

COLOURS = {"error": "31", "warning": "33", "hint": "36", "good": "32", "strong": "1", "faint": "2"}
# Seconds between two lines of progress, on a terminal and in a log.
TERMINAL_PAUSE_S, LOG_PAUSE_S = 0.2, 5.0


class Console:
    """Speaks one language to standard output and standard error.

    Attributes:
        language: "ja" or "en".
        coloured: results are painted; not where they go into a file.
    """

    def __init__(self, language: str):
        self.language = language
        self.coloured = _coloured(sys.stdout)
        for stream in (sys.stdout, sys.stderr):
            # A terminal of another encoding shows question marks rather than failing.
            getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")

    def text(self, key: str, **values: object) -> str:
        """Return one of our texts; what it names is made safe for a terminal."""
        safe = {k: printable(v) if isinstance(v, str) else v for k, v in values.items()}
        return text(key, self.language, **safe)

    def out(self, lines: Iterable[str], stream: TextIO | None = None) -> None:
        """Print lines meant for people, on standard output unless told otherwise."""
        for line in lines:
            print(line, file=stream or sys.stdout)

    def say(self, key: str, **values: object) -> None:
        """Print a remark on standard error, where it does not mix with results."""
        self.remark(self.text(key, **values))

    def remark(self, line: str) -> None:
        """Print a ready line on standard error."""
        sys.stdout.flush()
        print(line, file=sys.stderr, flush=True)

    def paint(self, kind: str, said: str) -> str:
        """Return a text in the colour of a kind where results go to a terminal."""
        if not self.coloured:
            return said
        return f"\x1b[{COLOURS[kind]}m{said}\x1b[0m"

    @contextmanager
    def progress(self, name: str, *, asked: bool, quiet: bool) -> Iterator[Callable[[int], None]]:
        """Yield what takes the number of rows done so far, and shows it now and then.

        Args:
            name: of the file.
            asked: show it even where no terminal reads standard error.
            quiet: never show it.
        """
        terminal = sys.stderr.isatty()
        if quiet or not (terminal or asked):
            yield lambda rows: None
            return
        line = _Line(terminal, lambda rows: self.text("progress.rows", file=name, rows=rows))
        try:
            yield line.show
        finally:
            line.end()


class _Line:
    """A line on standard error that is written again and again; lines in a log."""

    def __init__(self, terminal: bool, words: Callable[[int], str]):
        self._terminal = terminal
        self._words = words
        self._pause = TERMINAL_PAUSE_S if terminal else LOG_PAUSE_S
        self._last = time.monotonic() if terminal else 0.0
        self._shown = False

    def show(self, rows: int) -> None:
        if time.monotonic() - self._last < self._pause:
            return
        self._last = time.monotonic()
        self._shown = True
        before, after = ("\r\x1b[K", "") if self._terminal else ("", "\n")
        print(before + self._words(rows), end=after, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown and self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _coloured(stream: TextIO) -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
