"""Look findings up: which edition a reader sees, filters, order, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.table import column_letter
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow

# How the list may be put in order; the first one is the order in which they were found:
# what concerns file and columns, then row by row.
ORDERS = ("row", "row desc", "severity")
PIECE = 1_000


@dataclass(frozen=True)
class Filters:
    """Which findings are wanted; None for all.

    Attributes:
        severity: "error", "warning" or "hint".
        column: heading as written in the file.
        code: kind of finding.
    """

    severity: str | None = None
    column: str | None = None
    code: str | None = None

    def conditions(self, *, without: str = "") -> list[sa.ColumnElement[bool]]:
        """Return the SQL of the filters, leaving one out where its own values are counted."""
        return [
            getattr(FindingRow, name) == value
            for name, value in vars(self).items()
            if value is not None and name != without
        ]


def edition_of(resource_id: str, *, is_editor: bool) -> Edition | None:
    """Return the edition whose findings a reader sees: editors that which is being worked on."""
    return Edition.newest(resource_id) if is_editor else Edition.shown(resource_id)


def listed(
    edition_id: str, filters: Filters, order: str = "row", limit: int = 100, offset: int = 0
) -> Sequence[FindingRow]:
    """Return one page of findings."""
    query = (
        sa.select(FindingRow)
        .where(FindingRow.edition_id == edition_id, *filters.conditions())
        .order_by(*_order(order))
        .limit(limit)
        .offset(offset)
    )
    return model.Session.scalars(query).all()


def streamed(edition_id: str, filters: Filters) -> Iterator[FindingRow]:
    """Yield all findings in their order, a few at a time, however many there are.

    On a connection of its own: an answer is still sent when the request's session is closed.
    """
    table = FindingRow.__table__
    query = (
        sa.select(table)
        .where(table.c.edition_id == edition_id, *filters.conditions())
        .order_by(table.c.number)
    )
    with model.ensure_engine().connect() as connection:
        stream = connection.execution_options(stream_results=True, yield_per=PIECE)
        for row in stream.execute(query).mappings():
            yield FindingRow(**row)


def number_of(edition_id: str, filters: Filters) -> int:
    """Return how many findings are listed under the filters."""
    query = sa.select(sa.func.count()).where(
        FindingRow.edition_id == edition_id, *filters.conditions()
    )
    return model.Session.scalar(query) or 0


def facets(edition_id: str, filters: Filters) -> dict[str, list[dict[str, Any]]]:
    """Return what could be chosen in each filter, given the other filters.

    Returns:
        "severity" and "code": [{"value", "count"}], the gravest or most frequent first;
        "column": the same with "letter", in the order of the table.
    """
    severity = _counted(edition_id, filters, "severity", FindingRow.severity)
    code = _counted(edition_id, filters, "code", FindingRow.code)
    column = _counted(edition_id, filters, "column", FindingRow.index, FindingRow.column)
    return {
        "severity": [
            {"value": name, "count": severity[name,]} for name in SEVERITIES if (name,) in severity
        ],
        "code": [
            {"value": name, "count": count}
            for (name,), count in sorted(code.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "column": [
            {"value": heading, "count": count, "letter": column_letter(index)}
            for (index, heading), count in sorted(column.items(), key=lambda pair: pair[0][0] or 0)
            if index is not None and heading
        ],
    }


def _counted(
    edition_id: str, filters: Filters, name: str, *columns: Any
) -> dict[tuple[Any, ...], int]:
    query = (
        sa.select(*columns, sa.func.count())
        .where(FindingRow.edition_id == edition_id, *filters.conditions(without=name))
        .group_by(*columns)
    )
    return {tuple(row[:-1]): row[-1] for row in model.Session.execute(query)}


def _order(order: str) -> tuple[Any, ...]:
    if order == "row desc":
        return (FindingRow.row.desc().nulls_last(), FindingRow.number)
    if order == "severity":
        rank = {name: place for place, name in enumerate(SEVERITIES)}
        return (sa.case(rank, value=FindingRow.severity), FindingRow.number)
    return (FindingRow.number,)
