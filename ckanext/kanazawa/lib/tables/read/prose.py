"""Texts to be read by people, which have commas but no columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

# Endings of tables: whoever chose one means a table, however its rows look.
TABLES = (".csv", ".tsv", ".tab")
MARKDOWN = (".md", ".markdown")
# Rows below which nothing can be told, and share of rows that a table's most usual width has.
FEWEST_ROWS, USUAL_SHARE = 4, 0.6
# One long line after the other is prose, too: signs on a line, and share of such lines.
LONG_LINE, LONG_SHARE = 60, 0.5


def prose_kind(name: str, rows: Sequence[Sequence[str]]) -> str | None:
    """Return "markdown" or "prose" where a file is no table, judged by name and rows.

    Args:
        name: of the file; one without a name may always be a table.
        rows: the first ones, parted at the sign that parts most of them alike.
    """
    ending = PurePosixPath(name.lower().replace("\\", "/")).suffix
    if not name or ending in TABLES:
        return None
    if ending in MARKDOWN:
        return "markdown"
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < FEWEST_ROWS:
        return None
    width, number = Counter(map(len, filled)).most_common(1)[0]
    long = sum(len(row[0]) > LONG_LINE for row in filled if width == 1)
    is_prose = number < USUAL_SHARE * len(filled) or long > LONG_SHARE * len(filled)
    return "prose" if is_prose else None
