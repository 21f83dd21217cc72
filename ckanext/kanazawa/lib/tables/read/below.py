"""Rows between the headings and the data: units, levels of a template, marks of columns."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read import words

Cells = list[str]


def rows_below(
    rows: Sequence[Cells], last: int, width: int
) -> tuple[int, tuple[str, ...], list[Finding]]:
    """Pass over units, levels and marks below the headings.

    Args:
        rows: stripped cells of the first rows.
        last: 0-based row of the last headings.
        width: number of columns.

    Returns:
        The 0-based first row of data, the unit of each column or (), and findings.
    """
    units: tuple[str, ...] = ()
    findings: list[Finding] = []
    number = last + 1
    marked = last < len(rows) and rows[last][:1] and rows[last][0].startswith("#")
    while number < len(rows) and any(rows[number]):
        row = rows[number]
        filled = [cell for cell in row if cell]
        text = short(" ".join(filled))
        if not units and _is_units(rows, number):
            cells = row + [""] * (width - len(row))
            units = tuple(words.unit_of(cell) or "" if cell else "" for cell in cells)
            findings.append(Finding("units-row", row=number + 1, value=text))
        elif _is_marker(row, filled, marked or bool(findings)):
            findings.append(Finding("marker-row", row=number + 1, value=text))
        else:
            break
        number += 1
    return number, units, findings


def _is_units(rows: Sequence[Cells], number: int) -> bool:
    """Say whether a row names units, and numbers stand below most of them."""
    row = rows[number]
    named = [index for index, cell in enumerate(row) if cell and words.unit_of(cell)]
    if len(named) <= sum(map(bool, row)) * 0.6:
        return False
    below = [
        other[index]
        for other in rows[number + 1 : number + 10]
        for index in named
        if index < len(other) and other[index]
    ]
    return sum(map(words.is_number, below)) * 2 > len(below)


def _is_marker(row: Cells, filled: Cells, marked: object) -> bool:
    """Say whether a row below the headings speaks about the columns and is no data."""
    if marked and row[0].startswith("#"):
        return True
    if len(filled) > 2 and all(map(words.is_level, filled)) and len(set(filled)) > 1:
        return True
    # Numbers of the columns. Where few columns are and nothing else stands between, 1, 2, 3
    # may well be data.
    enough = 3 if marked else 6
    return len(row) >= enough and row == [str(index + 1) for index in range(len(row))]


def short(text: str, most: int = 200) -> str:
    """Return a text, its end left out where it is long."""
    return text if len(text) <= most else text[: most - 1] + "…"
