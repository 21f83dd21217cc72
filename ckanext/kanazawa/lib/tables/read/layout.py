"""Where the headings of a table stand: title rows above, merged headings, a units row below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read import words
from ckanext.kanazawa.lib.tables.read.below import rows_below, short
from ckanext.kanazawa.lib.tables.read.groups import groups_of, is_group_row

# Rows from the top among which the headings are looked for.
SEARCHED_ROWS = 60
# Rows that together are the headings, at most.
HEADING_ROWS = 4
# Share of the table's width a heading row fills at least.
HEADING_SHARE = 0.5
Cells = list[str]


@dataclass(frozen=True)
class Layout:
    """How the top of a table is laid out.

    Attributes:
        header_row: row of the last heading row, from 1; 0 where there is none.
        headings: one per column.
        data_row: the first row of data, from 1.
        units: unit of each column, () where no row names them.
        findings: what is worth knowing, without the sheet.
    """

    header_row: int
    headings: tuple[str, ...]
    data_row: int
    units: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Merged:
    """A merged range: 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def find_layout(
    rows: Sequence[Cells], *, asked: int | None = None, merged: Sequence[Merged] = ()
) -> Layout:
    """Find the headings among the first rows.

    Args:
        rows: cells as text, "" where empty; blank rows included.
        asked: the (last) heading row the user names, from 1; 0 where there is none.
        merged: merged ranges of a workbook, where they are known.
    """
    written = rows
    rows = [[cell.strip(" \t\n　") for cell in row] for row in rows]
    width = _width(rows)
    if asked == 0 or (asked is None and _has_no_headings(rows)):
        return _without(rows, width, asked)
    last = asked - 1 if asked else _heading_row(rows, width, merged)
    first = _first_of(rows, last, merged)
    headings = _joined(written, range(first, last), last, width, merged)
    below, units, findings = rows_below(rows, last, width)
    above = [number for number in range(first) if any(rows[number])]
    if above:
        text = " / ".join(" ".join(filter(None, rows[number])) for number in above)
        findings.insert(0, Finding("title-rows", row=above[0] + 1, value=short(text)))
    if first < last:
        params = {"last": last + 1, "rows": last - first + 1}
        findings.append(Finding("merged-headings", row=first + 1, params=params))
    findings += _doubled(headings, last + 1)
    if headings and headings[0] == "_id":
        findings.append(Finding("datastore-id-column", row=last + 1, column="_id", index=0))
    return Layout(last + 1, headings, below + 1, units, tuple(findings))


def _width(rows: Sequence[Cells]) -> int:
    """Return the number of columns: of the most usual row, at least that of the headings."""
    lengths = Counter(len(row) for row in rows if any(row))
    if not lengths:
        return max(map(len, rows), default=0)
    usual = max(lengths, key=lambda length: (lengths[length], length))
    return max(usual, _filled(rows, usual))


def _filled(rows: Sequence[Cells], usual: int) -> int:
    """Return the width of the first row that is as wide as the usual one."""
    return next((len(row) for row in rows if len(row) >= usual and any(row)), usual)


def _count(row: Cells) -> int:
    return sum(1 for cell in row if cell)


def _typical(rows: Sequence[Cells]) -> int:
    """Return how many cells a row of the table's body fills."""
    counts = sorted(_count(row) for row in rows if any(row))
    return counts[len(counts) * 3 // 4] if counts else 0


def _has_no_headings(rows: Sequence[Cells]) -> bool:
    """Say whether the first full row is data like those below it."""
    enough = max(2, _typical(rows) * HEADING_SHARE)
    full = [row for row in rows if _count(row) >= enough][:20]
    if len(full) < 2:
        return False
    first, others = full[0], full[1:]
    alike = [
        index
        for index, cell in enumerate(first)
        if words.is_value(cell)
        and all(words.is_value(row[index]) for row in others if index < len(row) and row[index])
    ]
    # Years as headings over numbers are told from data by their being in order.
    numbers = [first[index] for index in alike if words.is_number(first[index])]
    in_order = len(numbers) > 2 and numbers == sorted(set(numbers), key=_value)
    return len(alike) >= max(2, _count(first) * 0.3) and not in_order


def _value(cell: str) -> float:
    digits = "".join(sign for sign in cell if sign.isdigit() or sign == ".")
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0


def _heading_row(rows: Sequence[Cells], width: int, merged: Sequence[Merged]) -> int:
    """Return the 0-based row that is most like the last heading row."""
    typical = _typical(rows)
    need = min(max(1, typical * HEADING_SHARE), width)
    for number, row in enumerate(rows):
        if _count(row) < need or _is_title(row, number, rows, merged):
            continue
        return number + _heading_rows(rows, number, merged) - 1
    return next((number for number, row in enumerate(rows) if any(row)), 0)


def _is_title(row: Cells, number: int, rows: Sequence[Cells], merged: Sequence[Merged]) -> bool:
    """Say whether a row over a wider table is a title, a note or a date."""
    filled = [cell for cell in row if cell]
    widest = max((_count(other) for other in rows[number + 1 :]), default=0)
    if len(filled) == 1 and widest >= 3:
        return True
    if len(row) < 2 <= widest == len(rows[number + 1]):
        return True
    if _is_block_apart(number, rows):
        return True
    if len(filled) <= 2 and _is_under_wide_text(len(filled), rows[number + 1 : number + 10]):
        return True
    if any(len(cell) > words.HEADING_CHARS for cell in filled) and len(filled) < widest:
        return True
    values = sum(map(words.is_value, filled))
    return len(filled) < widest and values * 2 > len(filled) and number < SEARCHED_ROWS // 2


def _is_block_apart(number: int, rows: Sequence[Cells]) -> bool:
    """Say whether a blank row parts a row and its neighbours from a much wider table."""
    blank = next((n for n in range(number, len(rows)) if not any(rows[n])), None)
    if blank is None:
        return False
    here = max(map(_count, rows[number:blank]))
    return here * 1.5 < _typical(rows[blank:])


def _is_under_wide_text(filled: int, below: Sequence[Cells]) -> bool:
    """Say whether a much wider row of words, the headings themselves, follows soon."""
    for row in below:
        cells = [cell for cell in row if cell]
        if len(cells) >= filled * 3 and sum(map(words.is_value, cells)) < len(cells) * 0.2:
            return True
    return False


def _heading_rows(
    rows: Sequence[Cells], number: int, merged: Sequence[Merged], end: int | None = None
) -> int:
    """Return how many rows, from one on, together are the headings: 1 to 4.

    Args:
        end: row before which they end, where that is known.
    """
    there = 1
    for last in range(number + 1, min(number + HEADING_ROWS, end or len(rows))):
        if not any(rows[last]) or any(map(words.is_value, filter(None, rows[last]))):
            break
        there += 1
    if there == 1 or any(map(words.is_value, filter(None, rows[number]))):
        return 1
    if any(_across(merged, row) for row in range(number, number + there - 1)):
        count = 1
        while count < there and _is_over(rows, number + count - 1, merged):
            count += 1
        return count
    for count in range(there, 1, -1):
        if _are_nested(rows[number : number + count]):
            return count
    # In a workbook that has merged cells, gaps are gaps.
    return 2 if not merged and is_group_row(rows, number) else 1


def _across(merged: Sequence[Merged], number: int) -> list[Merged]:
    """Return the cells of one row that are merged over several columns."""
    return [m for m in merged if m.top <= number <= m.bottom and m.right > m.left]


def _is_over(rows: Sequence[Cells], number: int, merged: Sequence[Merged]) -> bool:
    """Say whether a row has cells merged over several columns, with headings below them."""
    lower = rows[number + 1]
    return _count(rows[number]) > 1 and any(
        m.bottom > number or any(lower[m.left : m.right + 1]) for m in _across(merged, number)
    )


def _are_nested(rows: Sequence[Cells]) -> bool:
    """Tell several heading rows by their gaps: what one leaves open the next one fills."""
    width = max(map(len, rows))
    upper, *lower = (row + [""] * (width - len(row)) for row in rows)
    # Without merged ranges to go by, rows of text look alike; the first column tells: below
    # its heading, which stands for all the rows, there is nothing.
    if not upper[0] or any(row[0] for row in lower) or all(upper):
        return False
    groups = groups_of(upper, width)
    wide = [group for group in groups if len(group) > 1]
    names = [tuple(row[index] for row in lower) for group in wide for index in group]
    return (
        bool(wide)
        and _are_divided(groups, lower)
        and any(lower[-1])
        and len(set(names)) >= min(2, len(names))
    )


def _are_divided(groups: Sequence[range], lower: Sequence[Cells]) -> bool:
    """Say whether each wide group is divided further down, and nothing stands below others."""
    for group in groups:
        below = [row[group.start : group.stop] for row in lower]
        if len(group) == 1:
            if any(map(any, below)):
                return False
        elif not (below and below[0][0] and _divides(below)):
            return False
    return True


def _divides(below: Sequence[Cells]) -> bool:
    return _are_divided(groups_of(below[0], len(below[0])), below[1:])


def _first_of(rows: Sequence[Cells], last: int, merged: Sequence[Merged]) -> int:
    """Return the first of the heading rows of which the last one is known."""
    for first in range(max(0, last - HEADING_ROWS + 1), last):
        if last < len(rows) and first + _heading_rows(rows, first, merged, last + 1) - 1 == last:
            return first
    return last


def _joined(
    rows: Sequence[Cells], uppers: range, last: int, width: int, merged: Sequence[Merged]
) -> tuple[str, ...]:
    """Return the headings, those of groups joined to each of their columns by "_"."""
    row = rows[last] if last < len(rows) else []
    names = row + [""] * (width - len(row))
    if not uppers:
        return tuple(_filled_down(names, last, rows, merged))
    levels: list[Cells] = []
    ends = [len(names)]
    for upper in uppers:
        over, starts = _spread(rows[upper], upper, ends, len(names), merged)
        levels.append(over)
        ends = sorted({*ends, *starts})
    return tuple(map(_path, zip(*levels, names, strict=True)))


def _spread(
    row: Cells, number: int, ends: Sequence[int], width: int, merged: Sequence[Merged]
) -> tuple[Cells, list[int]]:
    """Write each heading of a row over all of its columns.

    Args:
        ends: where groups of the rows above begin and end, which no group here crosses.

    Returns:
        The row, and where its groups begin.
    """
    over = [""] * width
    across = {m.left: m for m in merged if m.top <= number <= m.bottom}
    groups = groups_of(row, width)
    for group in groups:
        stop = min([group.stop, *(end for end in ends if end > group.start)])
        if merged:
            stop = across[group.start].right + 1 if group.start in across else group.start + 1
        for index in range(group.start, min(stop, width)):
            over[index] = row[group.start]
    return over, [group.start for group in groups]


def _path(parts: Sequence[str]) -> str:
    """Join the headings over one column, each once."""
    shown = [part for part in parts if part]
    return "_".join(
        part for place, part in enumerate(shown) if not place or part != shown[place - 1]
    )


def _filled_down(names: Cells, last: int, rows: Sequence[Cells], merged: Sequence[Merged]) -> Cells:
    """Give a heading that is merged over several columns or rows to each of its cells."""
    names = list(names)
    for found in merged:
        if found.top <= last <= found.bottom:
            text = rows[found.top][found.left] if found.left < len(rows[found.top]) else ""
            for index in range(found.left, min(found.right + 1, len(names))):
                names[index] = names[index] or text
    return names


def _doubled(headings: Sequence[str], row: int) -> list[Finding]:
    counts = Counter(filter(None, headings))
    return [
        Finding("duplicate-heading", row=row, column=name, index=index, value=name)
        for index, name in enumerate(headings)
        if counts[name] > 1 and name in headings[:index]
    ]


def _without(rows: Sequence[Cells], width: int, asked: int | None) -> Layout:
    first = next((number for number, row in enumerate(rows) if any(row)), 0)
    found = () if asked == 0 else (Finding("no-headings", row=first + 1),)
    return Layout(0, ("",) * width, first + 1, (), found)
