"""Find cells of a table that hold again what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ckanext.kanazawa.contribute.publication.cells import row_hash
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name

Change = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A cell that was corrected, perhaps several times.

    Attributes:
        submission_id: of the last correction.
        change: of the last correction.
        former: what stood there before each of them.
    """

    submission_id: str
    change: Mapping[str, Any]
    former: frozenset[str]


def places(corrections: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Place]:
    """Return the cells that corrections are about.

    Args:
        corrections: (id of the submission, its changes), in the order of publication.
    """
    found: dict[Any, Place] = {}
    for submission_id, changes in corrections:
        for change in changes:
            name = _name(change["row"]), change["column"]
            before = found[name].former if name in found else frozenset()
            former = (before | {change["old"]}) - {change["new"]}
            found[name] = Place(submission_id, change, former)
    return list(found.values())


def undone(table: Table, wanted: Iterable[Place]) -> dict[str, list[Change]]:
    """Return the changes that a table undoes, by submission: `old` is what stands there now.

    A row that is there no longer, or twice, undoes nothing.
    """
    found: dict[str, list[Change]] = {}
    readable = [place for place in wanted if _is_readable(place, table.headings)]
    rows: list[list[tuple[int, str]]] = [[] for _place in readable]
    for block in table.blocks() if readable else ():
        for place, hits in zip(readable, rows, strict=True):
            hits.extend(_hits(block.frame, table.headings, place))
    for place, hits in zip(readable, rows, strict=True):
        if len(hits) == 1 and hits[0][1] in place.former:
            number, value = hits[0]
            row = {**place.change["row"], "number": number}
            found.setdefault(place.submission_id, []).append(
                {**place.change, "row": row, "old": value}
            )
    return found


def _name(row: Mapping[str, Any]) -> Any:
    return tuple(sorted(row["key"].items())) if row.get("key") else row.get("hash")


def _is_readable(place: Place, headings: Sequence[str]) -> bool:
    key = place.change["row"].get("key") or {}
    return all(headings.count(name) == 1 for name in (place.change["column"], *key))


def _hits(frame: pl.DataFrame, headings: Sequence[str], place: Place) -> Iterator[tuple[int, str]]:
    """Return (row as the file counts it, value) of the rows that a change means."""
    at, row = headings.index(place.change["column"]), place.change["row"]

    def cell(place: int) -> pl.Expr:
        return pl.col(column_name(place)).fill_null("")

    if row.get("key"):
        meant = [cell(headings.index(name)) == value for name, value in row["key"].items()]
        yield from frame.filter(*meant).select(ROW, cell(at)).iter_rows()
        return
    # Only rows with the old value can be the row as it was.
    for found in frame.filter(cell(at) == place.change["old"]).iter_rows():
        cells = [str(one or "") for one in found[1:]]
        if row_hash(cells) == row.get("hash"):
            yield found[0], cells[at]
