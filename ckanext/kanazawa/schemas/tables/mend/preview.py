"""The first rows of a table as a mapping would publish them, and what would be found there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import Table

SHOWN_ROWS = 10


@dataclass(frozen=True)
class Preview:
    """Converted rows.

    Attributes:
        headings: of the columns that hold anything in these rows.
        rows: of cells, None where empty.
        checked: number of rows that were converted and checked.
        severity: severity → number of findings in them.
        codes: kind of finding → number, the most frequent first.
        problem: why nothing could be converted.
    """

    headings: list[str] = field(default_factory=list)
    rows: list[list[str | None]] = field(default_factory=list)
    checked: int = 0
    severity: dict[str, int] = field(default_factory=dict)
    codes: list[tuple[str, int]] = field(default_factory=list)
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the preview as the API gives it."""
        return {**vars(self), "codes": dict(self.codes)}


def preview(
    table: Table, mapping: ColumnMapping, language: str, setting: Setting | None = None
) -> Preview:
    """Convert and check the first rows.

    Args:
        table: with its first rows only.
        mapping: may have problems; the first one is told instead.
        language: of the problem.
        setting: what the file does not tell.
    """
    try:
        converted = mapping.apply(table).table
        seen = recognise(converted, format=mapping.format, version=mapping.version)
        own = replace(setting or Setting(), values=mapping.values)
        report = check(converted, seen, setting=own)
        frame = next(iter(converted.blocks())).frame.drop("row")
    except TableError as error:
        return Preview(problem=error.text(language))
    filled = [i for i, name in enumerate(frame.columns) if frame[name].null_count() < frame.height]
    rows = [[row[i] for i in filled] for row in frame.head(SHOWN_ROWS).iter_rows()]
    return Preview(
        [converted.headings[i] for i in filled],
        rows,
        report.rows,
        {name: report.found.by_severity[name] for name in SEVERITIES},
        report.found.totals.most_common(),
    )
