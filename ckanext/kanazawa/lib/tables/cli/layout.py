"""Lines and columns on a terminal, where a Japanese character takes two cells."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Sequence

# Shown as escapes: they would move the cursor, hide text or turn its direction.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
WIDEST = 100
INDENT = "  "
NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Characters that do not begin a line (行頭禁則), besides small kana.
NO_START = "、。，．・：；？！）」』】〕〉》”’％ー…,.:;?!)]}%"


def printable(text: str) -> str:
    """Return a text as one line that a terminal shows as it is: line ends and controls escaped."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in NAMED:
        return NAMED[character]
    if unicodedata.category(character) not in UNSEEN:
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def width(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, most: int) -> str:
    """Return a text of at most so many cells, with … where something is left out."""
    if width(text) <= most:
        return text
    taken, used = [], 0
    for character in text:
        used += _cells(character)
        if used > most - 1:
            break
        taken.append(character)
    return "".join(taken) + "…"


def cut_both(before: str, after: str, most: int) -> tuple[str, str]:
    """Return two texts of at most so many cells, so that what differs between them is seen."""
    shown = cut(before, most), cut(after, most)
    if before == after or max(width(before), width(after)) <= most:
        return shown
    pairs = enumerate(zip(before, after, strict=False))
    same = next((at for at, (was, now) in pairs if was != now), min(len(before), len(after)))
    if width(before[:same]) < most // 2:
        return shown
    begin = same
    while begin and width(before[begin - 1 : same]) <= most // 3:
        begin -= 1
    return cut("…" + before[begin:], most), cut("…" + after[begin:], most)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return a text filled with spaces to so many cells; on its left for numbers."""
    space = " " * max(0, cells - width(text))
    return space + text if right else text + space


def screen_width() -> int:
    """Return the cells a line may take: those of the terminal, but no more than reads well."""
    return max(40, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))


def wrap(text: str, cells: int, indent: str = "") -> list[str]:
    """Break a text into lines of at most so many cells, the indent included.

    Words of Latin letters stay whole where they fit; Japanese breaks anywhere but before a
    character that must not begin a line.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            # Room for one closing sign, which may not begin the next line.
            full = width(indent + line + piece.rstrip()) > cells - 2
            if full and line and piece[0] not in NO_START:
                lines.append(indent + line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(indent + line.rstrip())
    return lines


def _pieces(paragraph: str) -> list[str]:
    """Return what a line may be broken between: words with the space before them, characters."""
    pieces: list[str] = []
    for character in paragraph:
        before = pieces[-1] if pieces else ""
        joins = before and before[-1] != " " and character.isascii() and before[-1].isascii()
        if (joins and character != " ") or (before and before.isspace()):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def columns(
    rows: Iterable[Sequence[str]], *, most: Sequence[int] = (), indent: str = "", gap: str = "  "
) -> list[str]:
    """Set rows of cells in columns that stand under each other.

    Args:
        rows: each with the same number of cells; shown as one line each.
        most: widest a column may be, in cells of the terminal; 0 or missing: as wide as it is.
        indent: before each line.
        gap: between columns.
    """
    shown = [[printable(cell) for cell in row] for row in rows]
    limits = [*most, *[0] * 50]
    shown = [
        [cut(cell, limits[at]) if limits[at] else cell for at, cell in enumerate(row)]
        for row in shown
    ]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    return [
        (
            indent + gap.join(pad(cell, cells) for cell, cells in zip(row, widths, strict=True))
        ).rstrip()
        for row in shown
    ]
