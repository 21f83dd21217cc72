"""Recognise a table as somebody chose."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.recognise.engine import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table


def recognise_as(table: Table, format: str | None, version: str | None = None) -> Recognition:
    """Recognise a table, as far as nobody said what it is.

    Args:
        table: to recognise.
        format: its format; None where nobody said, "" where somebody said it follows none.
        version: of the format; None for the one that fits best.

    Raises:
        FormatError: there is no such format or version.
    """
    if format is None:
        return recognise(table)
    if not format:
        return Recognition(None, None, 1.0, {}, {}, chosen=True)
    return recognise(table, format=format, version=version)
