"""What stands in a file beside the rows of its table, and so is in nothing written from it."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.table import Table

_CODES = frozenset(
    ("title-rows", "units-row", "marker-row", "too-many-cells", "formula-without-value")
)


def left_out(table: Table) -> tuple[Finding, ...]:
    """Return what reading left out of a table, once all its blocks were read.

    Whoever writes a copy of the table tells so: the copy lacks it.
    """
    noticed = (*table.findings, *table.late_findings())
    return tuple(found for found in noticed if found.code in _CODES)
