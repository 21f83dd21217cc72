"""What Excel asks of a sheet: its size, its name, the width of its columns."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

import polars as pl

from ckanext.kanazawa.lib.tables.write.job import Job

# Microsoft, "Excel specifications and limits".
SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
# A cell is counted in UTF-16 units.
CELL_UNITS = 32_767
SHEET_NAME_UNITS = 31
_forbidden = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]")
NARROWEST, WIDEST = 8, 50
SAMPLE_ROWS = 100


def sheet_name(job: Job, number: int) -> str:
    """Return a name Excel accepts: what was asked for, the table's sheet, or the file's name.

    Args:
        job: whose options and table may name the sheet.
        number: from 1; later sheets carry it in brackets.
    """
    recognition = job.options.recognition
    wanted = job.options.sheet or job.table.origin.sheet
    if not wanted and recognition and recognition.format:
        wanted = recognition.format.title["ja"]
    wanted = wanted or PurePath(job.table.origin.name).stem
    name = _forbidden.sub("_", wanted).strip("' ")
    # Excel keeps this one for itself.
    if not name or name.lower() == "history":
        name = f"表 {name}".strip()
    suffix = "" if number == 1 else f" ({number})"
    while utf16_units(name + suffix) > SHEET_NAME_UNITS:
        name = name[:-1]
    return name.rstrip("' ") + suffix


def utf16_units(text: str) -> int:
    """Return the length as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def column_widths(job: Job, sample: pl.DataFrame) -> list[int]:
    """Return widths that show the headings and the first rows, within reason."""
    rows = sample.head(SAMPLE_ROWS)
    return [
        max(
            NARROWEST,
            min(WIDEST, max(_shown(text) for text in [heading, *rows[name].drop_nulls()]) + 2),
        )
        for heading, name in zip(job.table.headings, job.cells, strict=True)
    ]


def _shown(text: str) -> int:
    """Return the width of the longest line, full-width characters counting twice."""
    lines = text[: WIDEST * 4].split("\n")
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WFA") for c in line) for line in lines)
