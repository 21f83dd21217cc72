"""How many rows there are, and how often each value stands; about, where exact is slow."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import as_text, conditions, table_of
from ckanext.kanazawa.schemas.tables.preview.state import State

# Up to here rows are counted one by one.
COUNTED = 20_000
# More values than this are no list to choose from.
MOST_CHOICES = 30


@dataclass(frozen=True)
class Total:
    """A number of rows.

    Attributes:
        is_exact: counted; otherwise about that many.
    """

    rows: int
    is_exact: bool


def total_of(
    connection: sa.Connection, layout: Layout, state: State, loaded: int | None = None
) -> Total:
    """Return how many rows a state leaves.

    Args:
        loaded: rows of the whole table, where they were counted while loading.
    """
    wanted = conditions(layout, state)
    if not wanted:
        if loaded is not None:
            return Total(loaded, True)
        if layout.estimate > COUNTED:
            return Total(layout.estimate, False)
    query = sa.select(sa.literal(1)).select_from(table_of(layout)).where(*wanted)
    some = query.limit(COUNTED + 1).subquery()
    rows = connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    if rows <= COUNTED:
        return Total(rows, True)
    return Total(max(rows, _planned(connection, query)), False)


def _planned(connection: sa.Connection, query: sa.Select[tuple[int]]) -> int:
    """Return how many rows the planner expects."""
    # Lists of values are written out: what is explained is sent as it stands.
    compiled = query.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    plan = connection.exec_driver_sql(
        f"EXPLAIN (FORMAT JSON) {compiled}", dict(compiled.params)
    ).scalar_one()
    # As text or read already: that depends on what CKAN told the driver of JSON.
    read = json.loads(plan) if isinstance(plan, str) else plan
    return int(read[0]["Plan"]["Plan Rows"])


def choices_of(
    connection: sa.Connection, layout: Layout, state: State, column: Column
) -> list[tuple[str, int]] | None:
    """Return the values of a column and how many rows have each, most first.

    The other columns' filters count, its own do not. None where there are too many values.
    """
    if column.sort_of_value != "text":
        return None
    text = sa.func.coalesce(as_text(column), "").label("value")
    rows = sa.func.count().label("rows")
    query = (
        sa.select(text, rows)
        .select_from(table_of(layout))
        .where(*conditions(layout, state, without=column.id))
        .group_by(text)
        .order_by(rows.desc(), text)
        .limit(MOST_CHOICES + 1)
    )
    found = [(value, count) for value, count in connection.execute(query)]
    return found if 0 < len(found) <= MOST_CHOICES else None
