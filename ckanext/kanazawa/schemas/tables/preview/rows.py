"""The rows of a page, found by keyset: page 10,000 costs no more than the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import (
    ROW_ID,
    column_of,
    conditions,
    table_of,
)
from ckanext.kanazawa.schemas.tables.preview.state import State


@dataclass(frozen=True)
class Page:
    """Some rows.

    Attributes:
        rows: `_id` and the cells of the shown columns.
        has_earlier, has_later: there are rows before and after.
        marked: `_id` of the row the address asked for; None where it is not among these.
    """

    rows: list[tuple[Any, ...]]
    has_earlier: bool
    has_later: bool
    marked: int | None = None


def page_of(connection: sa.Connection, layout: Layout, state: State, columns: list[Column]) -> Page:
    """Return the page a state asks for.

    Args:
        state: with `row_id` where a row was asked for, whichever way.
    """
    if state.row_id is not None:
        return _page_with(connection, layout, state, columns)
    if state.before is not None:
        rows = _read(connection, layout, state, columns, state.before, backwards=True)
        return Page(rows[: state.size][::-1], len(rows) > state.size, True)
    rows = _read(connection, layout, state, columns, state.after)
    return Page(rows[: state.size], state.after is not None, len(rows) > state.size)


def _page_with(
    connection: sa.Connection, layout: Layout, state: State, columns: list[Column]
) -> Page:
    """Return the page that holds a row: some rows before it, then it, then those after."""
    target = state.row_id or 0
    lead = state.size // 5
    here = _read_one(connection, layout, state, columns, target)
    if here is None:
        rows = _read(connection, layout, state, columns, None)
        return Page(rows[: state.size], False, len(rows) > state.size)
    earlier = _read(connection, layout, state, columns, target, backwards=True)
    later = _read(connection, layout, state, columns, target)
    before = earlier[:lead][::-1]
    rows = [*before, here, *later][: state.size]
    shown_later = len(rows) - len(before) - 1
    return Page(rows, len(earlier) > lead, len(later) > shown_later, target)


def _selected(layout: Layout, state: State, columns: list[Column]) -> sa.Select[Any]:
    cells = [column_of(column) for column in columns]
    return sa.select(ROW_ID, *cells).select_from(table_of(layout)).where(*conditions(layout, state))


def _read_one(
    connection: sa.Connection, layout: Layout, state: State, columns: list[Column], id: int
) -> tuple[Any, ...] | None:
    found = connection.execute(
        _selected(layout, state, columns).where(sa.literal(id) == ROW_ID)
    ).first()
    return tuple(found) if found else None


def _read(
    connection: sa.Connection,
    layout: Layout,
    state: State,
    columns: list[Column],
    anchor: int | None,
    backwards: bool = False,
) -> list[tuple[Any, ...]]:
    """Return a page and one row more, from beyond the anchor on."""
    query = _selected(layout, state, columns).limit(state.size + 1)
    column = layout.column(state.sort)
    if column is None:
        if anchor is not None:
            query = query.where(anchor > ROW_ID if backwards else anchor < ROW_ID)
        query = query.order_by(ROW_ID.desc() if backwards else ROW_ID)
    else:
        query = _sorted(connection, layout, query, state, column, anchor, backwards)
    return [tuple(row) for row in connection.execute(query)]


def _sorted(
    connection: sa.Connection,
    layout: Layout,
    query: sa.Select[Any],
    state: State,
    column: Column,
    anchor: int | None,
    backwards: bool,
) -> sa.Select[Any]:
    """Order by a column, empty cells last whichever way, then by the table's own order."""
    value = column_of(column)
    falling = state.descending != backwards
    direction = value.desc() if falling else value.asc()
    ordered = direction.nulls_first() if backwards else direction.nulls_last()
    query = query.order_by(ordered, ROW_ID.desc() if backwards else ROW_ID)
    if anchor is None:
        return query
    found = connection.execute(
        sa.select(value).select_from(table_of(layout)).where(sa.literal(anchor) == ROW_ID)
    ).first()
    if found is None:
        return query
    next_one = anchor > ROW_ID if backwards else anchor < ROW_ID
    if found[0] is None:
        among_empty = sa.and_(value.is_(None), next_one)
        return query.where(sa.or_(value.is_not(None), among_empty) if backwards else among_empty)
    beyond = value < found[0] if falling else value > found[0]
    same = sa.and_(value == found[0], next_one)
    empty = [] if backwards else [value.is_(None)]
    return query.where(sa.or_(beyond, same, *empty))
