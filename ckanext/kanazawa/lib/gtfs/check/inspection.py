"""What every check of a feed works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.gtfs.feed import Feed, FeedFile
from ckanext.kanazawa.lib.tables.findings import Finding, Findings, Severity
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.tables.table import ROW


@dataclass
class Inspection:
    """A feed under inspection.

    Attributes:
        feed: the feed.
        findings: what was found so far.
        today: the day on which the timetable is to be valid.
    """

    feed: Feed
    findings: Findings
    today: date

    def file(self, name: str, *columns: str) -> FeedFile | None:
        """Return a file that is there and has these columns."""
        file = self.feed.files.get(name)
        return file if file is not None and file.has(*columns) else None

    def note(
        self,
        code: str,
        file: FeedFile,
        column: str,
        hits: pl.DataFrame,
        severity: Severity | None = None,
        **params: Any,
    ) -> None:
        """Add a finding for each row of `hits`, which has `row` and the column's cell.

        Columns of `hits` beyond these two are named in the texts by their own names.
        """
        room = self.findings.room(code)
        extra = [name for name in hits.columns if name not in (ROW, column)]
        for cells in hits.head(room).iter_rows(named=True):
            finding = Finding(
                code,
                severity=severity,
                sheet=file.name,
                row=cells[ROW],
                column=column,
                index=file.index(column),
                value=cells[column],
                params={**params, **{name: cells[name] for name in extra}},
            )
            self.findings.add(finding)
        if hits.height > room:
            level = severity or catalogue()[code]["severity"]
            self.findings.count(code, level, hits.height - room)

    def note_file(
        self, code: str, sheet: str, severity: Severity | None = None, **params: Any
    ) -> None:
        """Add a finding on a whole file."""
        self.findings.add(Finding(code, severity=severity, sheet=sheet, params=params))
