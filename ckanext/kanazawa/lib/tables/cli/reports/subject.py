"""The first lines about a table: where it is, what it follows, how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, printable, screen_width, wrap
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}


@dataclass(frozen=True)
class Subject:
    """A table that is told of.

    Attributes:
        shown: its file, as the user knows it.
        table: the table as read.
        recognition: what it follows.
    """

    shown: str
    table: Table
    recognition: Recognition

    def name(self, console: Console) -> str:
        """Return file, member of the ZIP and sheet."""
        origin = self.table.origin
        name = printable(self.shown)
        if origin.member:
            name = console.text("table.member", file=name, member=origin.member)
        if origin.sheet:
            name = console.text("table.sheet", file=name, sheet=origin.sheet)
        return name


def subject_lines(subject: Subject, console: Console, rows: int | None = None) -> Iterator[str]:
    """Yield name, format and reading of a table; the number of rows where it is known."""
    yield console.paint("strong", subject.name(console))
    yield from wrap(_follows(subject.recognition, console), screen_width(), INDENT)
    comma = console.text("comma")
    yield INDENT + comma.join(_read(subject, console, rows))


def _follows(recognition: Recognition, console: Console) -> str:
    if recognition.format is None or recognition.version is None:
        return console.text("table.no_format")
    verified = recognition.format.status == "verified"
    if recognition.chosen:
        key = "table.chosen" if verified else "table.chosen_unverified"
    else:
        key = "table.format" if verified else "table.unverified"
    return console.text(
        key,
        title=recognition.format.title[console.language],
        format=recognition.format.id,
        version=recognition.version.title[console.language],
        percent=round(recognition.confidence * 100),
    )


def _read(subject: Subject, console: Console, rows: int | None) -> Iterator[str]:
    origin = subject.table.origin
    if rows is not None:
        yield console.text("table.size", rows=rows, columns=subject.table.width)
    yield encoding_name(origin.encoding, console) if origin.encoding else origin.kind.upper()
    if origin.delimiter:
        delimiter = DELIMITERS.get(origin.delimiter)
        if delimiter:
            yield console.text(f"delimiter.{delimiter}")
        else:
            yield console.text("delimiter.other", character=origin.delimiter)
    if subject.table.header_row > 1:
        yield console.text("table.header_row", row=subject.table.header_row)


def encoding_name(encoding: str, console: Console) -> str:
    """Return the name people know an encoding by."""
    if encoding in ("utf-8", "utf-8-sig", "cp932"):
        return console.text(f"encoding.{encoding}")
    return encoding.upper().replace("_", "-")
