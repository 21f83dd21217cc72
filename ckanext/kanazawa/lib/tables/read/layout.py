"""Where the headings of a table stand: title rows above, merged headings, a units row below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read import words
from ckanext.kanazawa.lib.tables.read.below import rows_below, short

# Rows from the top among which the headings are looked for.
SEARCHED_ROWS = 60
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
    upper = _upper_row(rows, last, merged)
    headings = _joined(written, upper, last, width, merged)
    below, units, findings = rows_below(rows, last, width)
    first = last if upper is None else upper
    above = [number for number in range(first) if any(rows[number])]
    if above:
        text = " / ".join(" ".join(filter(None, rows[number])) for number in above)
        findings.insert(0, Finding("title-rows", row=above[0] + 1, value=short(text)))
    if upper is not None:
        findings.append(Finding("merged-headings", row=upper + 1, params={"last": last + 1}))
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
        if _is_upper(rows, number, merged):
            return number + 1
        return number
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


def _groups(row: Cells, width: int) -> list[range]:
    """Return the columns each heading stands over: from it to the next one."""
    starts = [index for index, cell in enumerate(row) if cell]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def _is_upper(rows: Sequence[Cells], number: int, merged: Sequence[Merged]) -> bool:
    """Say whether a row and the next one together are the headings."""
    if number + 1 >= len(rows):
        return False
    upper, lower = rows[number], rows[number + 1]
    if not any(lower) or any(map(words.is_value, filter(None, [*upper, *lower]))):
        return False
    across = [m for m in merged if m.top == m.bottom == number and m.right > m.left]
    if across:
        return _count(upper) > 1 and any(any(lower[m.left : m.right + 1]) for m in across)
    return _is_nested(upper, lower)


def _is_nested(upper: Cells, lower: Cells) -> bool:
    """Tell two heading rows by their gaps: what one leaves open the other fills."""
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    # Without merged ranges to go by, rows of text look alike; the first column tells: below
    # its heading, which stands for both rows, there is nothing.
    if not upper[0] or lower[0] or all(upper):
        return False
    groups = _groups(upper, width)
    single = [group for group in groups if len(group) == 1]
    wide = [group for group in groups if len(group) > 1]
    fitting = sum(not lower[group[0]] for group in single)
    nested = sum(all(lower[index] for index in group) for group in wide)
    if not wide or nested < len(wide):
        return False
    names = [lower[index] for group in wide for index in group]
    return fitting == len(single) and len(set(names)) >= min(2, len(names))


def _upper_row(rows: Sequence[Cells], last: int, merged: Sequence[Merged]) -> int | None:
    if last < 1 or last >= len(rows) or not any(rows[last - 1]):
        return None
    return last - 1 if _is_upper(rows, last - 1, merged) else None


def _joined(
    rows: Sequence[Cells], upper: int | None, last: int, width: int, merged: Sequence[Merged]
) -> tuple[str, ...]:
    """Return the headings, a group's heading joined to each of its columns by "_"."""
    row = rows[last] if last < len(rows) else []
    names = row + [""] * (width - len(row))
    if upper is None:
        return tuple(_filled_down(names, last, rows, merged))
    over = [""] * len(names)
    across = {m.left: m for m in merged if m.top <= upper <= m.bottom}
    for group in _groups(rows[upper], len(names)):
        ends = across[group[0]].right + 1 if group[0] in across else group[0] + 1
        for index in range(group[0], min(ends if merged else group.stop, len(names))):
            over[index] = rows[upper][group[0]]
    return tuple(
        "_".join(filter(None, (top, name))) if top != name else name
        for top, name in zip(over, names, strict=True)
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
