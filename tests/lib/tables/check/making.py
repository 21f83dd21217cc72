"""Tables of few rows, made from the example rows of the formats."""

from __future__ import annotations

from typing import Any

from ckanext.kanazawa.lib.tables.check import Report, check
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, table_of

Row = dict[str, str]


def recognised(
    format_id: str, rows: list[Row], *, without: tuple[str, ...] = (), more: tuple[str, ...] = ()
) -> tuple[Table, Recognition]:
    """Make a table of a format.

    Args:
        format_id: "public-facility".
        rows: heading → cell, where it differs from the format's example.
        without: headings the file lacks.
        more: headings the format does not have.
    """
    form = load_format(format_id)
    fields = [field for field in form.current.fields if field.name not in without]
    example = {field.name: field.example or "" for field in fields}
    headings = [*example, *more]
    cells = [[{**example, **row}.get(heading, "") for heading in headings] for row in rows]
    columns = dict(enumerate(fields))
    how = dict.fromkeys(columns, "name")
    known = Recognition(form, form.current, 1.0, columns, how)
    return table_of(headings, cells, name=f"{format_id}.csv"), known


def unrecognised(headings: list[str], rows: list[list[str | None]]) -> tuple[Table, Recognition]:
    """Make a table of no format."""
    return table_of(headings, rows), Recognition(None, None, 0.0, {}, {})


def reported(made: tuple[Table, Recognition], **options: Any) -> Report:
    """Check a table that was made here."""
    return check(*made, **options)


def found(report: Report, code: str) -> list[Finding]:
    """Return the listed findings of a code."""
    return [finding for finding in report.findings if finding.code == code]


def rows_with(report: Report, code: str) -> list[int | None]:
    """Return the rows of a code's findings; the first row of data is 2."""
    return [finding.row for finding in found(report, code)]
