"""What a conversion made, and what it could not carry."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, cut, printable, screen_width, wrap
from ckanext.kanazawa.lib.tables.cli.reports.findings import VALUE_WIDTH, finding_lines
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject, subject_lines
from ckanext.kanazawa.lib.tables.convert.model import OUTCOMES, Loss
from ckanext.kanazawa.lib.tables.findings import Findings
from ckanext.kanazawa.lib.tables.formats.model import Format, Version


@dataclass(frozen=True)
class Account:
    """What became of one table.

    Attributes:
        subject: the table and what it followed.
        output: path of the result; None for standard output.
        form: "csv", "xlsx", ...
        rows: written.
        findings: what the form or encoding could not carry, or changed, and what stands beside
            the rows of the table.
        target: format and version converted to; None where only the form changed.
        losses: what the target has no place for, and what it carries otherwise.
        unfilled: headings of the target that stay empty.
        mended: changes made before converting.
    """

    subject: Subject
    output: str | None
    form: str
    rows: int
    findings: Findings
    target: tuple[Format, Version] | None = None
    losses: Sequence[Loss] = ()
    unfilled: Sequence[str] = ()
    mended: int = 0

    @property
    def is_lossy(self) -> bool:
        """Say whether the result lacks something that the original has."""
        return self._totals()["lost"] > 0

    def _totals(self) -> dict[str, int]:
        """Return how many cells were lost, changed and left open.

        Lost is, too, whatever the form, the encoding, or the reading of the file left out.
        """
        counts = {
            outcome: sum(loss.count for loss in self.losses if loss.outcome == outcome)
            for outcome in OUTCOMES
        }
        counts["lost"] += left_behind(self.findings)
        return counts

    def as_dict(self) -> dict[str, Any]:
        """Return the account as programs read it."""
        recognition = self.subject.recognition
        return {
            "file": self.subject.shown,
            "member": self.subject.table.origin.member,
            "sheet": self.subject.table.origin.sheet,
            "format": recognition.format.id if recognition.format else None,
            "version": recognition.version.id if recognition.version else None,
            "output": self.output,
            "form": self.form,
            "target_format": self.target[0].id if self.target else None,
            "target_version": self.target[1].id if self.target else None,
            "rows": self.rows,
            "mended": self.mended,
            "totals": self._totals(),
            "losses": [loss.as_dict() for loss in self.losses if loss.outcome == "lost"],
            "changes": [loss.as_dict() for loss in self.losses if loss.outcome != "lost"],
            "unfilled": list(self.unfilled),
            "findings": [finding.as_dict() for finding in self.findings.listed],
        }


def left_behind(findings: Findings) -> int:
    """Return how many findings of a conversion say that something did not go with it."""
    return findings.by_severity["error"] + findings.by_severity["warning"]


def account_lines(account: Account, console: Console) -> Iterator[str]:
    """Yield the account for people."""
    yield from subject_lines(account.subject, console)
    if account.target is not None:
        title = account.target[0].title[console.language]
        version = account.target[1].title[console.language]
        said = console.text("converted.target", title=title, version=version)
        yield from wrap(said, screen_width(), INDENT)
        if account.mended:
            file = printable(shlex.quote(account.subject.shown))
            said = console.text("converted.mended", count=account.mended, file=file)
            yield from wrap(said, screen_width(), INDENT)
    if account.output is not None:
        line = console.text("converted.saved", file=account.output, rows=account.rows)
        yield from wrap(console.paint("good", line), screen_width(), INDENT)
    for outcome in OUTCOMES:
        found = [loss for loss in account.losses if loss.outcome == outcome]
        yield from _loss_lines(outcome, found, console)
    if account.unfilled:
        names = console.text("comma").join(account.unfilled)
        yield from wrap(console.text("converted.unfilled", names=names), screen_width(), INDENT)
    yield from finding_lines(account.findings, console, 3)


def _loss_lines(outcome: str, losses: Sequence[Loss], console: Console) -> Iterator[str]:
    if losses:
        count = sum(loss.count for loss in losses)
        head = console.text(f"converted.{outcome}", count=count)
        yield INDENT + console.paint("warning" if outcome == "lost" else "hint", head)
    for loss in losses:
        yield from wrap(printable(loss.text(console.language)), screen_width(), INDENT * 2)
        for sample in loss.samples[:2]:
            value = cut(printable(sample.value), VALUE_WIDTH)
            yield INDENT * 4 + console.text("found.cell", row=sample.row, value=value)
