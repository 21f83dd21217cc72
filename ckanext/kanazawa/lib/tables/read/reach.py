"""How far the cells of a sheet reach, before a reader makes room for every cell up to there.

One cell in the last corner of a sheet is 17 thousand million cells to a reader that keeps
a rectangle.
"""

from __future__ import annotations

import re

COLUMNS = {1: 26, 2: 702, 3: 16_384}
# Cells that hold something; empty ones with a style close themselves and are not counted.
CELL = re.compile(rb'<c r="([A-Za-z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
# A cell in a column of two letters, or in a row of six digits.
FAR = re.compile(rb'<c r="(?:[A-Za-z]{2}|[A-Za-z][0-9]{6})')
NEAR = (99_999, COLUMNS[1])


def glance(data: bytes) -> tuple[int, int]:
    """Return a bound for the number of rows and columns of a sheet's XML.

    Args:
        data: of a sheet whose cells all begin like `<c r="A1"`. One that may reach far is
            looked at cell by cell.
    """
    if not FAR.search(data):
        return NEAR
    letters = next((n for n in (3, 2) if _has(data, f"[A-Za-z]{{{n}}}[0-9]")), 1)
    digits = next((n for n in (7, 6, 5) if _has(data, f"[A-Za-z]+[0-9]{{{n}}}")), 4)
    if COLUMNS[letters] * 10**digits <= 10_000_000:
        return 10**digits - 1, COLUMNS[letters]
    rows = columns = 0
    wide: set[bytes] = set()
    for name, number in CELL.findall(data):
        rows = max(rows, int(number))
        wide.add(name)
    for name in wide:
        columns = max(columns, column_number(name.decode()) + 1)
    return rows, columns


def column_number(letters: str) -> int:
    """Return the 0-based column of "A", "AB" or "xfd"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def place(reference: str) -> tuple[int, int] | None:
    """Return the 0-based (row, column) of "AB12", None where it is no reference."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3 or not digits:
        return None
    return int(digits[:8]) - 1, column_number(letters)


def _has(data: bytes, pattern: str) -> bool:
    return re.search(f'<c r="{pattern}'.encode(), data) is not None
