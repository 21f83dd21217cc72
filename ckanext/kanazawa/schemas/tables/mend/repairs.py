"""The repairs of a table, grouped by kind, and cell by cell before and after.

Nothing of the file is read for it: the findings say which cells a repair is offered for, and
the table tools tell from such a value alone what becomes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.check.cells import unknown_field
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.repair import repair_names
from ckanext.kanazawa.lib.tables.repair.cells import CellRepair
from ckanext.kanazawa.lib.tables.repair.names import Allowed, allowed
from ckanext.kanazawa.lib.tables.table import column_letter, table_of
from ckanext.kanazawa.lib.tables.verdicts import Looks
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.tables.contents import setting_of

# Repairs of more than one cell: what becomes of it no single value tells.
_WHOLE = ("heading-", "drop-", "swap-positions", "shift-", "encoding", "figures")


@dataclass(frozen=True)
class Kind:
    """One kind of repair that would change something in a table.

    Attributes:
        name: of the repair.
        declared: needs a yes.
        on: is done, as things are switched now.
        count: of findings it mends.
        title, message: {ja, en}: what it does, and why that is safe or needs a yes.
    """

    name: str
    declared: bool
    on: bool
    count: int
    title: Mapping[str, str]
    message: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """What becomes of one cell, heading or row.

    Attributes:
        row, column, letter: where; row None for a whole column or file.
        before, after: the value; after None where the cell is empty or the row gone.
        repairs: names of what is done to it, in this order.
    """

    row: int | None
    column: str | None
    letter: str | None
    before: str | None
    after: str | None
    repairs: Sequence[str]


def is_whole(repair: str) -> bool:
    """Say whether a repair changes more than single cells."""
    return repair.startswith(_WHOLE)


def kinds_of(
    edition: Edition, switched_off: Collection[str], agreed: Collection[str]
) -> list[Kind]:
    """Return the kinds of repair that have something to mend: mechanical ones first."""
    counts = _counts(edition)
    known, names = catalogue(), repair_names()
    found = [
        Kind(
            name,
            names[name] == "declared",
            name in agreed if names[name] == "declared" else name not in switched_off,
            count,
            known[name]["title"],
            known[name]["message"],
        )
        for name, count in counts.items()
        if name in names and count
    ]
    return sorted(found, key=lambda kind: (kind.declared, -kind.count, kind.name))


def _counts(edition: Edition) -> dict[str, int]:
    """Return repair → number of findings it mends."""
    told = (edition.totals or {}).get("repairs")
    if told:
        return {name: int(count) for name, count in told.items()}
    query = (
        sa.select(FindingRow.repair, sa.func.count())
        .where(FindingRow.edition_id == edition.id, FindingRow.repair.is_not(None))
        .group_by(FindingRow.repair)
    )
    return {str(name): count for name, count in model.Session.execute(query)}


def cells_of(
    edition: Edition,
    switched_off: Collection[str],
    agreed: Collection[str],
    *,
    only: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[int, list[Cell]]:
    """Return what becomes of the cells, one page of them, and how many there are.

    Args:
        edition: examined.
        switched_off, agreed: names of repairs.
        only: cells one kind of repair is offered for; None for all that are switched on.
        limit, offset: of the page.

    Raises:
        TableError: there is no repair of that name.
    """
    names = allowed(switched_off, agreed)
    wanted = [only] if only else sorted(names.names)
    places = _places(edition.id, wanted)
    number = model.Session.scalar(sa.select(sa.func.count()).select_from(places.subquery())) or 0
    rows = model.Session.execute(places.order_by("number").limit(limit).offset(offset)).all()
    mender = _Mender(edition, names)
    return number, [mender.cell(row) for row in rows]


def _places(edition_id: str, repairs: Sequence[str]) -> sa.Select[Any]:
    """Return one row a cell; a cell may have several findings."""
    found = FindingRow
    return (
        sa.select(
            found.row,
            found.index,
            found.column,
            sa.func.min(found.number).label("number"),
            sa.func.min(found.value).label("value"),
            sa.func.min(found.repaired).label("repaired"),
            sa.func.array_agg(sa.distinct(found.repair)).label("repairs"),
        )
        .where(found.edition_id == edition_id, found.repair.in_(repairs))
        .group_by(found.sheet, found.row, found.index, found.column)
    )


class _Mender:
    """Tells what becomes of a value."""

    def __init__(self, edition: Edition, names: Allowed):
        self._names = names
        self._fields = fields_of(edition)
        self._setting = _setting(edition)
        self._columns: dict[int, CellRepair] = {}

    def cell(self, row: Any) -> Cell:
        """Return before and after of one place."""
        letter = None if row.index is None else column_letter(row.index)
        whole = [name for name in row.repairs if is_whole(name)]
        before = row.value if row.value is not None else row.column
        done = self._names.names.intersection(whole or row.repairs)
        if (whole and done) or row.row is None or row.index is None or row.value is None:
            after = row.repaired if done else before
            return Cell(row.row, row.column, letter, before, after, row.repairs)
        mends = [
            mend
            for mend in self._column(row.index, row.column or "").mends(row.value)
            if mend.repair in row.repairs  # of what stands under another's heading, not all
        ]
        after = mends[-1].after if mends else row.value
        made = list(dict.fromkeys(mend.repair for mend in mends))
        return Cell(row.row, row.column, letter, row.value, after or None, made)

    def _column(self, index: int, heading: str) -> CellRepair:
        if index not in self._columns:
            field = self._fields.get(index) or unknown_field(heading)
            looks = Looks(field, self._setting)
            made = CellRepair(index, heading, field, self._names, looks)
            self._columns[index] = made
        return self._columns[index]


def fields_of(edition: Edition) -> Mapping[int, Field]:
    """Return 0-based column → field of the format, as the edition was recognised."""
    if not (edition.format and edition.headings):
        return {}
    table = table_of(list(edition.headings), [])
    told = (edition.facts or {}).get("fields")
    columns = {int(index): name for index, name in told.items()} if told else None
    try:
        seen = recognise(table, format=edition.format, version=edition.version, columns=columns)
    except TableError:  # a definition that is no longer as it was
        return {}
    return seen.columns


def _setting(edition: Edition) -> Setting:
    """Return what values alone do not tell: the publisher, and own words of a mapping."""
    values = (edition.choices.get("mapping") or {}).get("values") or {}
    return replace(setting_of(edition), values=values)
