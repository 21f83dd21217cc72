"""Read one row of a public table as its file has it, so that it can be corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ckanext.kanazawa.contribute.publication.cells import row_hash
from ckanext.kanazawa.contribute.publication.correct import can_be_corrected
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.table import Table, column_name
from ckanext.kanazawa.schemas.shared import Edition, original, row_of

# A key far to the right tells people nothing; names and numbers stand in front.
KEYS_AMONG = 8


@dataclass(frozen=True)
class Row:
    """One row of the edition that visitors see.

    Attributes:
        edition_id: of that edition.
        number: as the file counts it.
        headings, cells: as the file has them.
        unique: indexes of the first columns that name each row of the table.
        becomes_csv: the file is no delimited text, so that its correction is published as CSV.
    """

    edition_id: str
    number: int
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    unique: tuple[int, ...]
    becomes_csv: bool

    def open_columns(self) -> list[int]:
        """Return the columns that can be corrected: those whose heading is there once."""
        headings = self.headings
        return [at for at, name in enumerate(headings) if name and headings.count(name) == 1]

    def changes(self, typed: dict[int, str]) -> list[dict[str, Any]]:
        """Return the changes that a form asks for, as a correction holds them.

        Args:
            typed: index of a column → what should stand there.
        """
        differing = {
            at: value
            for at, value in typed.items()
            if at in self.open_columns() and value.strip() != self.cells[at].strip()
        }
        name = self._name(differing)
        return [
            {
                "edition": self.edition_id,
                "row": {"number": self.number, **name},
                "column": self.headings[at],
                "old": self.cells[at],
                "new": value,
            }
            for at, value in differing.items()
        ]

    def _name(self, changed: Iterable[int]) -> dict[str, Any]:
        """Return what names the row: a column that does not change, else all of its cells."""
        keys = [at for at in self.unique if at not in changed and at in self.open_columns()]
        if keys:
            return {"key": {self.headings[keys[0]]: self.cells[keys[0]]}}
        return {"hash": row_hash(self.cells)}


def read_row(resource_id: str, number: int | None, record: int | None) -> Row | None:
    """Read a row of the edition that visitors see; None where it cannot be corrected.

    Args:
        resource_id: of the table.
        number: of the row, as the file counts it; or
        record: `_id` of the row in the DataStore.
    """
    edition = _edition(resource_id)
    if edition is None:
        return None
    wanted = number or row_of(edition.facts.get("row_runs"), record or 0)
    return _row(edition, lambda found, cells: found == wanted) if wanted else None


@dataclass(frozen=True)
class Place:
    """Where a row stands in a table.

    Attributes:
        number: as the file counts it.
        cells: as the file has them.
    """

    number: int
    cells: tuple[str, ...]


def named_rows(table: Table, names: Sequence[Mapping[str, Any]]) -> list[Place | None]:
    """Return the only row that each of several names means, None for none or several.

    Args:
        table: as read; once, from the beginning.
        names: as `find_row` takes them.
    """
    found: list[list[Place]] = [[] for _ in names]
    for number, cells in _rows(table):
        for places, name in zip(found, names, strict=True):
            if _is_named(name, table.headings, cells):
                places.append(Place(number, cells))
    return [places[0] if len(places) == 1 else None for places in found]


def _rows(table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
    for block in table.blocks():
        yield from _cells_of(block.frame)


def _cells_of(frame: pl.DataFrame) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, *cells in frame.iter_rows():
        yield number, tuple(str(cell or "") for cell in cells)


def _is_named(name: Mapping[str, Any], headings: Sequence[str], cells: tuple[str, ...]) -> bool:
    key = name.get("key")
    if not key:
        return row_hash(cells) == name.get("hash")
    known = dict(zip(headings, cells, strict=False))
    return all(known.get(column) == value for column, value in key.items())


def find_row(resource_id: str, name: Mapping[str, Any]) -> Row | None:
    """Return the row that a correction names, wherever it stands by now.

    Args:
        resource_id: of the table.
        name: {"key": {column: value}} or {"hash"}, as in `Revision.fields["changes"]`.

    Returns:
        None where there is none any more, or several.
    """
    edition = _edition(resource_id)
    if edition is None:
        return None
    headings = tuple(edition.headings or ())
    return _row(edition, lambda _, cells: _is_named(name, headings, cells))


def _edition(resource_id: str) -> Edition | None:
    """Return the edition that visitors see, None where it cannot be corrected."""
    edition = Edition.shown(resource_id)
    return edition if edition is not None and can_be_corrected(edition) else None


def _row(edition: Edition, is_meant: Callable[[int, tuple[str, ...]], bool]) -> Row | None:
    """Return the only row that is meant; None for none, or several."""
    try:
        with original(edition) as content:
            frame = pl.concat([block.frame for block in content.table.blocks()])
            headings = content.table.headings
    except (TableError, ValueError):
        return None
    found = [(number, cells) for number, cells in _cells_of(frame) if is_meant(number, cells)]
    if len(found) != 1:
        return None
    number, cells = found[0]
    is_text = edition.facts.get("kind") in ("csv", "tsv")
    return Row(edition.id, number, headings, cells, _unique(frame, cells), not is_text)


def _unique(frame: pl.DataFrame, cells: tuple[str, ...]) -> tuple[int, ...]:
    columns = [at for at, cell in enumerate(cells[:KEYS_AMONG]) if cell]
    return tuple(at for at in columns if frame.get_column(column_name(at)).n_unique() == len(frame))
