"""Change single cells of delimited text; every other byte stays as it is. Pure Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

QUOTE = '"'


class CellsDiffer(Exception):
    """A row is not there (once), or a cell holds something else by now.

    Attributes:
        count: how many changes cannot be made.
    """

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True)
class Cell:
    """A cell where it stands in the text: [start, end), quotes included."""

    start: int
    end: int
    value: str
    quoted: bool


def row_hash(cells: Sequence[str]) -> str:
    """Return what names a row without key columns: SHA-256 of its cells as a JSON list."""
    text = json.dumps([cell or "" for cell in cells], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def records(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Read the records of delimited text, as a spreadsheet counts rows."""
    place, record = 0, []
    while place <= len(text):
        cell = _cell(text, place, delimiter)
        record.append(cell)
        place = cell.end
        if text.startswith(delimiter, place):
            place += len(delimiter)
            continue
        yield record
        record = []
        if place >= len(text):
            return
        place += 2 if text.startswith("\r\n", place) else 1
        if place >= len(text):
            return


def _cell(text: str, start: int, delimiter: str) -> Cell:
    if text.startswith(QUOTE, start):
        end, value = start + 1, []
        while True:
            close = text.find(QUOTE, end)
            if close < 0:
                return Cell(start, len(text), text[start + 1 :], True)
            value.append(text[end:close])
            if not text.startswith(QUOTE, close + 1):
                return _closed(text, start, close + 1, "".join(value), delimiter)
            value.append(QUOTE)
            end = close + 2
    end = _end(text, start, delimiter)
    return Cell(start, end, text[start:end], False)


def _closed(text: str, start: int, after: int, value: str, delimiter: str) -> Cell:
    """Take what stands behind a closing quote as part of the cell, as spreadsheets do."""
    end = _end(text, after, delimiter)
    return Cell(start, end, value + text[after:end], True)


def _end(text: str, start: int, delimiter: str) -> int:
    found = (text.find(sign, start) for sign in (delimiter, "\n", "\r"))
    return min((place for place in found if place >= 0), default=len(text))


def corrected(
    text: str, delimiter: str, header_row: int, changes: Sequence[Mapping[str, Any]]
) -> str:
    """Return the text with the cells changed.

    Args:
        text: of the whole file.
        delimiter: between cells.
        header_row: row of the headings, from 1.
        changes: as `Revision.fields["changes"]`: {"row": {"key": {column: value}} or {"hash"},
            "column", "old", "new"}. One whose cell holds the new value already is done.

    Raises:
        CellsDiffer: some cannot be made; none is.
    """
    rows = list(records(text, delimiter))
    headings = [cell.value for cell in rows[header_row - 1]] if len(rows) >= header_row else []
    edits: dict[tuple[int, int], str] = {}
    failed = 0
    for change in changes:
        cell = _target(rows[header_row:], headings, change)
        if cell is None or cell.value not in (change["old"], change["new"]):
            failed += 1
        elif cell.value != change["new"]:
            edits[cell.start, cell.end] = _written(change["new"], cell, delimiter)
    if failed:
        raise CellsDiffer(failed)
    for (start, end), new in sorted(edits.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _target(rows: list[list[Cell]], headings: list[str], change: Mapping[str, Any]) -> Cell | None:
    """Return the cell a change means; None where there is none, or several could be meant."""
    if headings.count(change["column"]) != 1:
        return None
    found = [row for row in rows if _is_meant(row, headings, change["row"])]
    column = headings.index(change["column"])
    return found[0][column] if len(found) == 1 and len(found[0]) > column else None


def _is_meant(row: list[Cell], headings: list[str], wanted: Mapping[str, Any]) -> bool:
    key = wanted.get("key")
    if key:
        named = dict(zip(headings, (cell.value for cell in row), strict=False))
        return all(named.get(name) == value for name, value in key.items())
    cells = [cell.value for cell in row]
    return row_hash(cells + [""] * (len(headings) - len(cells))) == wanted.get("hash")


def _written(value: str, cell: Cell, delimiter: str) -> str:
    """Write a value as the file would: quoted where it was, or has to be."""
    if cell.quoted or any(sign in value for sign in (delimiter, QUOTE, "\n", "\r")):
        return QUOTE + value.replace(QUOTE, QUOTE * 2) + QUOTE
    return value
