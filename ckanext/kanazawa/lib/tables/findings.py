"""Findings: what is wrong, or worth knowing, in one place of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ckanext.kanazawa.lib.tables.messages import catalogue, message
from ckanext.kanazawa.lib.tables.table import column_letter

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
# Findings of one code that are listed; the others are only counted.
LISTED_PER_CODE = 100


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        code: stable, kebab-case; its texts stand in `schemas/tables/messages/`.
        severity: of this finding; None takes that of the code.
        sheet: name of the sheet, None for files without.
        row: as the spreadsheet counts, from 1; None where the whole column or file is meant.
        column: heading as written in the file.
        index: 0-based column, from which the letter follows.
        value: what was found, as written.
        repaired: what a repair would write; None where there is no repair.
        repair: name of that repair (`schemas/tables/messages/repairs.yaml`).
        params: what the texts name besides.
        source: standard, version, sheet or item; None takes that of the code.
    """

    code: str
    severity: Severity | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    index: int | None = None
    value: str | None = None
    repaired: str | None = None
    repair: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None

    @property
    def letter(self) -> str | None:
        """Return the letter over the column, as a spreadsheet shows it."""
        return None if self.index is None else column_letter(self.index)

    @property
    def level(self) -> Severity:
        """Return the severity, that of the code where the finding has none of its own."""
        return self.severity or catalogue()[self.code]["severity"]

    def text(self, language: str, part: str = "message") -> str:
        """Return "message", "title" or "expected" in "ja" or "en"."""
        known = {"value": self.value, "column": self.column, "row": self.row}
        return message(self.code, language, {**known, **self.params}, part)

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as `kanazawa-table check --json` prints it."""
        return {
            "code": self.code,
            "severity": self.level,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "letter": self.letter,
            "value": self.value,
            "expected": {lang: self.text(lang, "expected") for lang in ("ja", "en")},
            "message": {lang: self.text(lang) for lang in ("ja", "en")},
            "source": self.source or catalogue()[self.code].get("source"),
            "repairable": self.repair is not None,
        }


class Findings:
    """A list of findings that is capped per code and counts all.

    Attributes:
        listed: the findings kept, in the order they were added.
        totals: code → number of all findings of it.
        by_severity: severity → number of all findings of it.
        repairable: number of findings that have a repair.
        repairs: name of a repair → number of findings it would mend.
    """

    def __init__(self, listed_per_code: int = LISTED_PER_CODE):
        self.listed: list[Finding] = []
        self.totals: Counter[str] = Counter()
        self.by_severity: Counter[str] = Counter()
        self.repairable = 0
        self.repairs: Counter[str] = Counter()
        self._cap = listed_per_code

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while there is room for its code."""
        if self.totals[finding.code] < self._cap:
            self.listed.append(finding)
        self.count(finding.code, finding.level, 1, repairable=finding.repair is not None)
        if finding.repair is not None:
            self.repairs[finding.repair] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add several."""
        for finding in findings:
            self.add(finding)

    def take_back(self, code: str) -> int:
        """Forget the findings of a code, which somebody says better; return how many."""
        self.listed = [found for found in self.listed if found.code != code]
        count = self.totals.pop(code, 0)
        if count:
            self.by_severity[catalogue()[code]["severity"]] -= count
        return count

    def room(self, code: str) -> int:
        """Return how many more findings of a code would be listed."""
        return max(0, self._cap - self.totals[code])

    def count(self, code: str, severity: str, number: int, *, repairable: bool = False) -> None:
        """Count findings that are not listed, as vectorised rules do once the list is full."""
        self.totals[code] += number
        self.by_severity[severity] += number
        if repairable:
            self.repairable += number
