"""Records of delimited text, read carefully: one that opens a quote and never closes it
does not swallow those that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# Line breaks one quoted cell may hold before its quote is taken for a stray sign. Excel
# itself allows 253 in a cell.
CELL_LINES = 1_000


@dataclass(frozen=True)
class Record:
    """One row of delimited text.

    Attributes:
        cells: as written, quotes undone.
        end: where the next record begins in the text.
        stray: a quote stands where none belongs and was kept as an ordinary sign.
        is_cut: the text ends inside of a quoted cell.
    """

    cells: list[str]
    end: int
    stray: bool = False
    is_cut: bool = False


def records(text: str, delimiter: str, *, complete: bool, cell_chars: int) -> Iterator[Record]:
    """Yield the records of a text from its beginning.

    Args:
        text: with "\\n" for line ends.
        delimiter: one sign.
        complete: nothing follows the text; otherwise the last record is left out unless
            its line end and all its quotes are there.
        cell_chars: a quoted cell longer than this is taken for one with a stray quote.
    """
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        if end < 0 and not complete:
            return
        end = len(text) if end < 0 else end
        line = text[place:end]
        if '"' in line:
            record = _quoted(text, place, delimiter, complete, cell_chars)
            if record is None:
                return
        else:
            record = Record(line.split(delimiter), end + 1)
        yield record
        place = record.end


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    plain = re.compile(f"[^{re.escape(delimiter)}\n]*")
    quoted = re.compile(r'"([^"]*(?:""[^"]*)*)("?)')
    return plain, quoted


def _quoted(
    text: str, place: int, delimiter: str, complete: bool, cell_chars: int
) -> Record | None:
    """Read one record that holds a quote; None where its end is not there yet."""
    plain, quoted = _patterns(delimiter)
    cells: list[str] = []
    stray = is_cut = False
    while True:
        cell: str | None = None
        end = place
        if text.startswith('"', place):
            # One sign more than allowed, so that a closing quote just beyond is no cell.
            match = quoted.match(text, place, place + cell_chars + 2)
            assert match
            end = match.end()
            if end == len(text) and not complete:
                return None
            if _closes(match, text, delimiter):
                cell = match[1].replace('""', '"')
            else:
                stray = True
                # With line breaks, what follows the stray quote are rows of their own.
                is_cut = end == len(text) and not match[2] and "\n" not in match[1]
        if cell is None:
            match = plain.match(text, place)
            assert match
            cell, end = match[0], match.end()
            stray = stray or '"' in cell
        cells.append(cell)
        if not text.startswith(delimiter, end):
            return Record(cells, end + 1, stray, is_cut)
        place = end + 1


def _closes(match: re.Match[str], text: str, delimiter: str) -> bool:
    """Say whether a quoted cell ends where a cell may end."""
    end = match.end()
    return (
        bool(match[2])
        and (end == len(text) or text[end] in (delimiter, "\n"))
        and match[1].count("\n") <= CELL_LINES
    )
