"""Go through a sheet, dataset by dataset; each row gets a result of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.speech import LANGUAGES, Said, both
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, columns
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry
from ckanext.kanazawa.schemas.tables.bulk.files import Files
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.sink import Outcome, Sink, Status

log = logging.getLogger(__name__)
NOTHING: Said = {"ja": "", "en": ""}


@dataclass(frozen=True)
class Result:
    """What became of one row.

    Attributes:
        row: its number in the sheet.
        key, title, dataset: of its dataset; the last is its name in addresses, or what the sink
            calls it.
        path: of its file, as written.
        status: of the dataset or its file, whichever changed more.
        changed: headings of what changed.
        said: why it is refused.
    """

    row: int
    key: str
    title: str
    path: str
    status: Status
    dataset: str = ""
    changed: Said | None = None
    said: Said | None = None


def results(
    entries: list[Entry], files: Files, sink: Sink, *, dry_run: bool
) -> Iterator[list[Result]]:
    """Take in one dataset after the other; yield the results of its rows.

    What is done is done: stopped here and started again, the same sheet goes on.
    """
    for entry in entries:
        yield _of_entry(entry, files, sink, dry_run)


def _of_entry(entry: Entry, files: Files, sink: Sink, dry_run: bool) -> list[Result]:
    if entry.refused:
        return _refused(entry, entry.refused)
    try:
        outcome = sink.apply(entry, files, dry_run=dry_run)
    except Refusal as refusal:
        row = refusal.row or entry.rows[0]
        return _refused(entry, {row: refusal})
    except Exception:
        # One dataset must not keep the others from being taken in. A log names no content: what
        # contributors send is nobody's business yet.
        log.exception("Rows %s of a folder failed", entry.rows)
        said = both(lambda: tk._("An unforeseen error. The administrator finds it in the log."))
        return _refused(entry, {row: Refusal(said) for row in entry.rows})
    return [_done(entry, row, outcome) for row in entry.rows]


def _refused(entry: Entry, refused: dict[int, Refusal]) -> list[Result]:
    first = min(refused)

    def said(row: int) -> Said:
        if row in refused:
            return refused[row].said
        return both(lambda: _with(first))

    return [
        Result(row, entry.key, entry.title, entry.paths[row], "refused", said=said(row))
        for row in entry.rows
    ]


def _with(row: int) -> str:
    return tk._("Row {row} of the same dataset is refused, so nothing of it was saved.").format(
        row=row
    )


def _done(entry: Entry, row: int, outcome: Outcome) -> Result:
    file = next(file for file in entry.files if file.row == row)
    is_first = row == entry.rows[0]
    fields = [*(outcome.fields if is_first else []), *outcome.file_fields.get(row, [])]
    status = outcome.files.get(row, outcome.status)
    if is_first and status == "unchanged":
        status = "changed" if outcome.fields else "unchanged"
    return Result(
        *(row, entry.key, entry.title, file.path, status, outcome.name),
        changed={language: _headings(fields, language) for language in LANGUAGES},
    )


def _headings(fields: list[str], language: str) -> str:
    found = {name: column.heading(language) for name, column in _by_field().items()}
    return ", ".join(dict.fromkeys(found.get(name, name) for name in fields))


def _by_field() -> dict[str, Column]:
    """Return field → its first column; the file itself is called as the field of an upload."""
    found: dict[str, Column] = {}
    for column in columns():
        found.setdefault("upload" if column.how == "path" else column.field, column)
    return found
