"""Make cells harmless that a spreadsheet would run as formulas.

Source: OWASP, CSV Injection: an apostrophe before them makes them text.
"""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write.job import Job
from ckanext.kanazawa.lib.text.formulas import BEGINS_FORMULA, HARMLESS

APOSTROPHE = "'"


def would_run(cells: pl.Expr) -> pl.Expr:
    """Return an expression that is true for cells a spreadsheet might run."""
    return cells.str.contains(BEGINS_FORMULA) & ~cells.str.contains(HARMLESS)


def defused(job: Job, frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before cells that would run, and list them."""
    names = note_formulas(job, frame)
    return frame.with_columns(
        pl.when(would_run(pl.col(name)))
        .then(pl.concat_str(pl.lit(APOSTROPHE), name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in names
    )


def note_formulas(job: Job, frame: pl.DataFrame) -> list[str]:
    """List the cells that would run; return the columns that have some."""
    any_run = frame.select(would_run(pl.col(name)).any() for name in job.cells).row(0)
    names = [name for name, runs in zip(job.cells, any_run, strict=True) if runs]
    for name in names:
        hits = frame.filter(would_run(pl.col(name))).select(ROW, name)
        job.note("formula-defused", hits, job.cells.index(name))
    return names
