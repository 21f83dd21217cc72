"""Findings as rows, with those marked whose quotations are for editors only."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.schemas.tables.queue.storable import storable

# Findings that say: here is something about private persons.
PERSONAL = frozenset(
    (
        "personal-column",
        "person-names",
        "mobile-number",
        "mail-address-in-text",
        "individual-number",
        "person-as-body",
        "person-in-text",
        "birthday-in-text",
    )
)


def finding_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as columns of `FindingRow`, in their order.

    A cell with a private number may have surrounding spaces, too, and that finding quotes
    the same cell: all findings in a column with personal data are for editors only, and
    those on whole rows of such a table.

    Args:
        findings: of one table or feed.
    """
    columns = {(f.sheet, f.index) for f in findings if f.code in PERSONAL and f.index is not None}
    sheets = {f.sheet for f in findings if f.code in PERSONAL}
    return [_row(finding, _is_personal(finding, columns, sheets)) for finding in findings]


def personal_count(totals: dict[str, int]) -> int:
    """Return how many findings say that there is personal data.

    Args:
        totals: code → number of all findings of it.
    """
    return sum(totals.get(code, 0) for code in PERSONAL)


def _is_personal(
    finding: Finding,
    columns: Container[tuple[str | None, int | None]],
    sheets: Container[str | None],
) -> bool:
    if finding.code in PERSONAL or (finding.sheet, finding.index) in columns:
        return True
    return finding.index is None and finding.row is not None and finding.sheet in sheets


def _row(finding: Finding, personal: bool) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.level,
        "sheet": storable(finding.sheet),
        "row": finding.row,
        "column": storable(finding.column),
        "index": finding.index,
        "value": storable(finding.value),
        "repaired": storable(finding.repaired),
        "repair": finding.repair,
        "params": storable(dict(finding.params)),
        "source": storable(finding.source),
        "personal": personal,
    }
