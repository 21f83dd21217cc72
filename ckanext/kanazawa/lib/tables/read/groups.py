"""Headings of groups over the headings of their columns, where no merged cells tell of them."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.kanazawa.lib.tables.read import words

# Rows below the headings that are looked at.
LOOKED_AT = 20
# Columns of figures under groups at least, which tell headings from a first row of text.
FIGURES = 2
Cells = list[str]


def groups_of(row: Cells, width: int) -> list[range]:
    """Return the columns each heading stands over: from it to the next one."""
    starts = [index for index, cell in enumerate(row) if cell]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def is_group_row(rows: Sequence[Cells], number: int) -> bool:
    """Say whether a row names groups of columns, and the next one all the columns in them.

    Rows of text look alike, and headings may be left out. So there must be columns in these
    groups that hold figures, but for a word at their top that is nowhere below.

    Args:
        rows: stripped cells of the first rows.
        number: 0-based row; the next one holds nothing that looks like data.
    """
    data = [row for row in rows[number + 2 : number + 2 + LOOKED_AT] if any(row)]
    if len(data) < FIGURES or not any(rows[number]):
        return False
    width = max(map(len, (*rows[number : number + 2], *data)))
    upper, lower, *data = (
        row + [""] * (width - len(row)) for row in (rows[number], rows[number + 1], *data)
    )
    groups = groups_of(upper, width)
    wide = [group for group in groups if len(group) > 1]
    names = [cell for cell in lower if cell]
    # A row of few cells may as well be a title, but where it tells like names apart.
    if len(groups) * 2 < len(names) == len(set(names)) or not _are_names(upper):
        return False
    if len(wide) < 2 and any(_is_named_anew(group, upper, lower) for group in groups):
        return False
    figures = [index for group in wide for index in group if _is_of_figures(index, data)]
    return (
        len(figures) >= FIGURES
        and all(lower[: groups[0].start])
        and all(_is_told_apart(lower[group.start : group.stop]) for group in wide)
        and not any(cell and cell == row[i] for row in data for i, cell in enumerate(lower))
    )


def _are_names(row: Cells) -> bool:
    """Say whether cells may name groups: short, and no date as beside a title."""
    return all(
        len(cell) <= words.HEADING_CHARS // 3
        and (not any(map(str.isdigit, cell)) or words.YEAR.fullmatch(cell))
        for cell in row
        if cell
    )


def _is_named_anew(group: range, upper: Cells, lower: Cells) -> bool:
    """Say whether below the heading of a single column stands another one."""
    name = lower[group.start]
    return len(group) == 1 and name not in ("", upper[group.start])


def _is_told_apart(names: Cells) -> bool:
    """Say whether each column of a group has a name of its own."""
    return all(names) and len(set(names)) == len(names)


def _is_of_figures(index: int, data: Sequence[Cells]) -> bool:
    filled = [row[index] for row in data if row[index]]
    return len(filled) > 1 and sum(map(words.is_value, filled)) * 2 > len(filled)
