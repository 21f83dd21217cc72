"""Findings for people: column by column, with examples and what is expected instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ckanext.kanazawa.lib.tables.check.report import Report
from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import (
    INDENT,
    cut,
    cut_both,
    printable,
    screen_width,
    width,
    wrap,
)
from ckanext.kanazawa.lib.tables.findings import SEVERITIES, Finding, Findings

# What messages name of other rows and columns.
MORE = frozenset(
    ("first", "added", "start", "other", "needing", "cause", "address", "area", "longitude")
)
# Of these the message says what the heading alone does not.
TOLD = frozenset(
    ("heading-order", "heading-order-first", "heading-unknown", "gtfs-stop-not-in-line")
)
# Findings that ask for the value without something.
BARE = frozenset(("surrounding-spaces", "control-characters"))
# Cells of the terminal a quoted value may take.
VALUE_WIDTH = 40


@dataclass(frozen=True)
class Bundle:
    """Findings of one code in one column."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """Return the one met first."""
        return self.findings[0]


def totals_line(findings: Findings, console: Console) -> str:
    """Return how many there are of each severity, and how many can be mended."""
    counts = {severity: findings.by_severity.get(severity, 0) for severity in SEVERITIES}
    if not any(counts.values()):
        return console.paint("good", console.text("found.nothing"))
    parts = [
        console.paint(severity, console.text(f"severities.{severity}", count=count))
        for severity, count in counts.items()
        if count
    ]
    line = console.text("comma").join(parts)
    if findings.repairable:
        line += console.text("found.repairable", count=findings.repairable)
    return line


def report_lines(report: Report, console: Console, examples: int) -> Iterator[str]:
    """Yield the findings of a table, as `finding_lines` does, with the exact numbers."""

    def count(bundle: Bundle) -> int:
        return report.by_column[bundle.first.index, bundle.code]

    yield from finding_lines(report.found, console, examples, count)


def finding_lines(
    findings: Findings,
    console: Console,
    examples: int,
    count: Callable[[Bundle], int] | None = None,
    *,
    with_sheets: bool = False,
) -> Iterator[str]:
    """Yield the findings, the file as a whole first, then from the left column on.

    Args:
        findings: those that are listed are told.
        console: for texts.
        examples: shown of each code in a column.
        count: of all findings of a code in a column, those that are not listed included;
            without it these are told of at the end.
        with_sheets: they are of several sheets, or files of a ZIP.
    """
    columns: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings.listed:
        place = (finding.sheet or "", -1 if finding.index is None else finding.index)
        columns.setdefault(place, []).append(finding)
    for place in sorted(columns):
        yield ""
        name = _column(columns[place][0], console)
        if with_sheets and place[0]:
            name = console.text("found.in_sheet", sheet=place[0], column=name)
        yield INDENT + console.paint("strong", name)
        for bundle in _bundles(columns[place]):
            number = count(bundle) if count else len(bundle.findings)
            yield from _bundle_lines(bundle, number, console, examples)
    if count is None:
        yield from _unlisted_lines(findings, console)


def _unlisted_lines(findings: Findings, console: Console) -> Iterator[str]:
    """Yield how many findings were counted and not kept, of whatever column."""
    listed = Counter(finding.code for finding in findings.listed)
    titles = {finding.code: finding.text(console.language, "title") for finding in findings.listed}
    for code, number in (findings.totals - listed).items():
        if code in titles:
            said = console.text("found.unlisted", title=printable(titles[code]), count=number)
            yield from wrap(said, screen_width(), INDENT)


def _column(finding: Finding, console: Console) -> str:
    if finding.letter is None:
        return console.text("found.whole")
    if not finding.column:
        return console.text("found.column_unnamed", letter=finding.letter)
    return console.text("found.column", letter=finding.letter, column=finding.column)


def _bundles(findings: Sequence[Finding]) -> list[Bundle]:
    """Return the findings of one column by code, the gravest first."""
    codes: dict[str, list[Finding]] = {}
    for finding in findings:
        codes.setdefault(finding.code, []).append(finding)
    bundles = [Bundle(code, tuple(found)) for code, found in codes.items()]
    return sorted(bundles, key=lambda bundle: SEVERITIES.index(bundle.first.level))


def _bundle_lines(bundle: Bundle, count: int, console: Console, examples: int) -> Iterator[str]:
    severity = bundle.first.level
    head = [
        console.paint(severity, f"[{console.text(f'severity.{severity}')}]"),
        printable(bundle.first.text(console.language, "title")),
        console.text("found.count", count=count),
    ]
    if any(finding.repair for finding in bundle.findings):
        head.append(console.text("found.can_repair"))
    yield INDENT * 2 + " ".join(head)
    shown = _cells(bundle, console)[: max(examples, 1)]
    for finding, _ in shown:
        yield from _example(finding, console)
    told = sum(number for _, number in shown)
    if count > told:
        more = console.text("found.more", count=count - told)
        yield INDENT * 4 + console.paint("faint", more)
    if bundle.code in BARE and not bundle.first.repaired:
        return  # nothing is left of the value, as the example says already
    expected = _expected(bundle.first, console)
    if expected.strip('「」"“”') == bundle.first.repaired:
        return
    yield from wrap(f"→ {expected}", screen_width(), INDENT * 4)


def _cells(bundle: Bundle, console: Console) -> list[tuple[Finding, int]]:
    """Return what is shown, and how many findings each stands for.

    A cell has a finding for each character that an encoding lacks; they share a line.
    """
    if "instead" not in bundle.first.params:
        return [(finding, 1) for finding in bundle.findings]
    rows: dict[int | None, list[Finding]] = {}
    for finding in bundle.findings:
        rows.setdefault(finding.row, []).append(finding)
    return [(_with_signs(found, console), len(found)) for found in rows.values()]


def _with_signs(found: Sequence[Finding], console: Console) -> Finding:
    """Return one finding that names the characters of all, and what was written instead."""
    signs = console.text("comma").join(
        printable(console.text("found.replaced", **finding.params)) for finding in found
    )
    return replace(found[0], params={**found[0].params, "signs": signs})


def _expected(finding: Finding, console: Console) -> str:
    """Return what is expected; of a long cell no more than tells what is meant."""
    params = {
        name: cut(value, 2 * VALUE_WIDTH) if isinstance(value, str) else value
        for name, value in finding.params.items()
    }
    return printable(replace(finding, params=params).text(console.language, "expected"))


def _example(finding: Finding, console: Console) -> Iterator[str]:
    if finding.row is None or finding.value is None or _tells_more(finding):
        message = printable(finding.text(console.language))
        if finding.row is not None:
            message = console.text("found.row", row=finding.row, message=message)
        yield from wrap(message, screen_width(), INDENT * 4)
        return
    value = printable(finding.value)
    if finding.repair is None or finding.repaired is None:
        yield from wrap(_cell(finding, value, console), screen_width(), INDENT * 4)
        return
    value, repaired = cut_both(value, printable(finding.repaired), VALUE_WIDTH)
    key = "found.cell_repaired" if repaired else "found.cell_emptied"
    yield INDENT * 4 + console.text(key, row=finding.row, value=value, repaired=repaired)


def _cell(finding: Finding, value: str, console: Console) -> str:
    """Return row and value, and the signs in it that are meant where it has others."""
    signs, near = finding.params.get("signs"), finding.params.get("near")
    if near and width(value) > VALUE_WIDTH:
        value = f"…{printable(near)}…"
    value = cut(value, VALUE_WIDTH + 2)
    if not signs:
        return console.text("found.cell", row=finding.row, value=value)
    if "instead" in finding.params:
        return console.text("found.cell_replaced", row=finding.row, value=value, signs=signs)
    return console.text("found.cell_signs", row=finding.row, value=value, signs=signs)


def _tells_more(finding: Finding) -> bool:
    """Say whether the message names other cells, without which the value alone means nothing."""
    more = finding.code in TOLD or any(name in MORE for name in finding.params)
    return finding.repair is None and more
