"""For people: which column of a table is which field of its format."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import (
    INDENT,
    columns,
    printable,
    screen_width,
    wrap,
)
from ckanext.kanazawa.lib.tables.cli.reports.subject import Subject, subject_lines
from ckanext.kanazawa.lib.tables.table import column_letter

# Other formats that are told of.
OTHERS = 3


def recognition_lines(subject: Subject, console: Console) -> Iterator[str]:
    """Yield what a table follows, its columns, other candidates and what stands out."""
    yield from subject_lines(subject, console)
    if subject.recognition.format is not None:
        yield ""
        yield from columns(_rows(subject, console), most=(0, 36, 36, 40), indent=INDENT)
    others = list(_others(subject, console))
    if others:
        yield ""
        yield INDENT + console.text("recognised.others", names=console.text("comma").join(others))
    for finding in subject.recognition.findings:
        said = printable(finding.text(console.language))
        yield from wrap(f"[{console.text(f'severity.{finding.level}')}] {said}", screen_width())


def _rows(subject: Subject, console: Console) -> Iterator[tuple[str, ...]]:
    recognition = subject.recognition
    yield tuple(console.text(f"recognised.{name}") for name in ("letter", "column", "field", "how"))
    for index, heading in enumerate(subject.table.headings):
        field = recognition.columns.get(index)
        how = recognition.how.get(index)
        name = field.name if field else console.text("recognised.no_field")
        told = console.text(f"how.{how}") if how else ""
        yield (column_letter(index), heading, name, told)


def _others(subject: Subject, console: Console) -> Iterator[str]:
    recognition = subject.recognition
    chosen = (recognition.format, recognition.version)
    rest = [found for found in recognition.candidates if (found.format, found.version) != chosen]
    for found in rest[:OTHERS]:
        name = f"{found.format.title[console.language]} ({found.format.id}:{found.version.id})"
        yield f"{name} {round(found.confidence * 100)}%"
