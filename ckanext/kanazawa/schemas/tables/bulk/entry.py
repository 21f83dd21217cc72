"""What the rows of a sheet say together: datasets with their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.speech import both
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, column_of, columns
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.sheet import Row
from ckanext.kanazawa.schemas.tables.bulk.values import READERS, value_of

# As long as a text field of the catalogue may be.
MAX_KEY = 300
OTHER_LICENCE = "other"


@dataclass
class FileEntry:
    """One file of a dataset.

    Attributes:
        row: that names it.
        path: in the folder, as written.
        key: by which its resource is found again; "" where the row gives none.
        values: fields of the resource.
    """

    row: int
    path: str
    key: str
    values: dict[str, Any]


@dataclass
class Entry:
    """One dataset, made of the rows that share its key.

    Attributes:
        key: by which it is found again.
        rows: numbers.
        title: for people.
        organization: as written; "" where no row says.
        values: fields of the dataset.
        files: in the order of the rows.
        paths: row → file as written, also of rows that are refused.
        refused: row → why; nothing is done where one of the rows is refused.
    """

    key: str
    rows: list[int] = field(default_factory=list)
    title: str = ""
    organization: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    files: list[FileEntry] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)
    _written: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in a row; what is wrong with it is kept in `refused`."""
        self.rows.append(row.number)
        self.paths[row.number] = row.text(column_of("path"))
        try:
            self._take_dataset(row)
            self.files.append(_file(row, self.files))
        except Refusal as refusal:
            self.refused[row.number] = refusal

    def _take_dataset(self, row: Row) -> None:
        for column in columns():
            text = row.text(column)
            if column.of != "dataset" or column.how == "key" or not text:
                continue
            if column.name in self._written:
                self._same(column, text, row.number)
                continue
            self._written[column.name] = (row.number, text)
            if column.how == "organization":
                self.organization = text
            else:
                self._fill(column, value_of(column, text, row.number))

    def _fill(self, column: Column, value: Any) -> None:
        if column.how == "translated":
            self.values.setdefault(column.field, {}).update(value)
        elif column.how == "contact":
            self.values.setdefault(column.field, [{}])[0].update(value[0])
        else:
            self.values[column.field] = value

    def _same(self, column: Column, text: str, row: int) -> None:
        first, before = self._written[column.name]
        if text != before:
            raise Refusal(both(lambda: _differs(column, text, first, before)), row)

    def finish(self) -> None:
        """Put in order what only all rows together can tell."""
        if self.values.get("license_id") != OTHER_LICENCE:
            # The national list names the terms of every licence there.
            self.values.pop("kanazawa_license_url", None)
        self.title = (self.values.get("title_translated") or {}).get("ja") or self.key


def _differs(column: Column, text: str, first: int, before: str) -> str:
    return tk._(
        '{column}: "{found}" differs from "{before}" in row {row}, which is of the same dataset. '
        "Write the same, or leave it empty."
    ).format(
        column=column.heading(tk.h.kanazawa_language()),
        found=text[:80],
        before=before[:80],
        row=first,
    )


def _file(row: Row, before: list[FileEntry]) -> FileEntry:
    path, key = row.text(column_of("path")), row.text(column_of("file-key"))
    if not path:
        raise Refusal(both(lambda: tk._("No file is named. Write its name.")), row.number)
    same = [other.row for other in before if other.path == path or (key and other.key == key)]
    if same:
        raise Refusal(both(lambda: _twice(same[0])), row.number)
    values: dict[str, Any] = {}
    for column in columns():
        text = row.text(column)
        if column.of == "file" and column.how in READERS and text:
            values.setdefault(column.field, {}).update(value_of(column, text, row.number))
    return FileEntry(row.number, path, key, values)


def _twice(row: int) -> str:
    return tk._(
        "The same file or file_id stands in row {row} already. Take one of them out."
    ).format(row=row)


def entries(rows: list[Row]) -> list[Entry]:
    """Return the datasets that rows speak of, in the order in which they are named."""
    found: dict[str, Entry] = {}
    for row in rows:
        key = _key(row)
        entry = found.setdefault(key, Entry(key))
        entry.add(row)
        if len(key) > MAX_KEY:
            said = both(
                lambda: tk._("dataset_id is longer than {limit} characters.").format(limit=MAX_KEY)
            )
            entry.refused[row.number] = Refusal(said, row.number)
    for entry in found.values():
        entry.finish()
    return list(found.values())


def _key(row: Row) -> str:
    """Return by which a dataset is found again: its key, title, or the name of its file."""
    title = next(c for c in columns() if c.field == "title_translated" and c.part == "ja")
    stem = PurePosixPath(row.text(column_of("path")).replace("\\", "/")).stem
    return row.text(column_of("key")) or row.text(title) or stem
