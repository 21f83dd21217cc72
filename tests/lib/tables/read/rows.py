"""What the tests of reading have in common."""

from __future__ import annotations

from typing import Any

from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import Table

LANGS = ("ja", "en")
HEADINGS = "名称,緯度,経度,備考"
TEXT = f"{HEADINGS}\n兼六園,36.562,136.662,名勝\n金沢城公園,36.565,136.659,髙石垣①\n"


def table_from(data: bytes | str, name: str = "", **wishes: Any) -> Table:
    """Open bytes, or text as UTF-8, that hold one table."""
    data = data.encode() if isinstance(data, str) else data
    (table,) = open_tables(data, name, **wishes)
    return table


def rows_of(table: Table) -> list[tuple[Any, ...]]:
    """Return all rows, each with its number first."""
    return [row for block in table.blocks() for row in block.frame.rows()]


def codes_of(table: Table) -> list[str]:
    """Return the codes of what reading noticed, early and late; their texts are complete."""
    rows_of(table)
    findings = (*table.findings, *table.late_findings())
    for finding in findings:
        told = finding.as_dict()
        assert all(told[part][language] for part in ("message", "expected") for language in LANGS)
    return [finding.code for finding in findings]
