"""Let a user say where columns that are shifted begin to be."""

from __future__ import annotations

from dataclasses import replace

from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.recognise.faults import shift_finding
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, column_letter


def begin_shift(table: Table, found: Recognition, column: int) -> Recognition:
    """Return the recognition with the beginning a user names, so that it can be undone.

    Args:
        table: that was recognised.
        found: what it was recognised as.
        column: 0-based column of the first heading whose value stands beside it.

    Raises:
        FormatError: no columns are shifted as a whole, or they cannot begin to be there.
    """
    shift = found.shift
    if shift is None:
        raise FormatError("no-shift-to-begin")
    if column not in shift.open_begins:
        known = "、".join(map(column_letter, shift.open_begins)) or "-"
        raise FormatError("shift-cannot-begin", at=column_letter(column), known=known)
    begun = replace(shift, begin=column)
    findings = tuple(
        shift_finding(table, begun) if one.code == "columns-shifted" else one
        for one in found.findings
    )
    return replace(found, shift=begun, findings=findings)
