"""What checking a table found, as objects, as JSON and in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.lib.tables.findings import SEVERITIES, Finding, Findings
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Origin


@dataclass(frozen=True)
class Report:
    """All findings of one table.

    Attributes:
        origin: the file it came from.
        recognition: the format it was checked against.
        rows, columns: size of the table, headings and wholly empty rows not counted.
        found: the findings, capped per code, and their totals.
        by_column: (0-based column, or None for findings on the whole; code) → number.
        empty: per column, the number of empty cells.
    """

    origin: Origin
    recognition: Recognition
    rows: int
    columns: int
    found: Findings
    by_column: Mapping[tuple[int | None, str], int]
    empty: tuple[int, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the listed findings: those on file and columns first, then row by row."""
        return tuple(self.found.listed)

    @property
    def is_clean(self) -> bool:
        """Say whether there is neither an error nor a warning."""
        return not (self.found.by_severity["error"] or self.found.by_severity["warning"])

    def as_dict(self) -> dict[str, Any]:
        """Return the report as `kanazawa-table check --json` prints it."""
        recognised = self.recognition
        return {
            "format": recognised.format.id if recognised.format else None,
            "version": recognised.version.id if recognised.version else None,
            "confidence": round(recognised.confidence, 3),
            "format_chosen": recognised.chosen,
            "encoding": self.origin.encoding,
            "sheet": self.origin.sheet,
            "rows": self.rows,
            "columns": self.columns,
            "totals": {
                "severity": {name: self.found.by_severity[name] for name in SEVERITIES},
                "code": dict(self.found.totals.most_common()),
            },
            "findings": [finding.as_dict() for finding in self.found.listed],
        }

    def summary(self, language: str) -> str:
        """Return one paragraph in "ja" or "en": what the file is, and what was found."""
        return message(self._summary_code(), language, self._summary_params())

    def _summary_code(self) -> str:
        known = "recognised" if self.recognition.format else "unrecognised"
        known = "chosen" if self.recognition.chosen else known
        return f"summary-{known}-{'findings' if self.found.totals else 'clean'}"

    def _summary_params(self) -> dict[str, Any]:
        recognised = self.recognition
        counts = {name: f"{self.found.by_severity[name]:,}" for name in SEVERITIES}
        return {
            "format": recognised.format.title if recognised.format else "",
            "version": recognised.version.title if recognised.version else "",
            "percent": round(recognised.confidence * 100),
            "rows": f"{self.rows:,}",
            "columns": self.columns,
            "total": f"{self.found.totals.total():,}",
            "repairable": f"{self.found.repairable:,}",
            **counts,
        }
