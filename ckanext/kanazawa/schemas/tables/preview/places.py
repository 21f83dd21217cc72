"""The rows of a table as points and shapes for its map, under the filters of the table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.check.places import JAPAN
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import (
    ROW_ID,
    as_text,
    column_of,
    conditions,
    table_of,
)
from ckanext.kanazawa.schemas.tables.preview.state import State

# A browser draws so many points smoothly, and so many lines and areas.
MOST_POINTS = 50_000
MOST_SHAPES = 3_000
LONGEST_NAME = 60
# What a cell of text must look like to be a number of degrees.
DEGREES = r"^\s*-?[0-9]{1,3}(\.[0-9]{1,20})?\s*$"
# About a tenth of a metre.
DECIMALS = 6


@dataclass
class Places:
    """What a map draws.

    Attributes:
        points: [_id, latitude, longitude, name].
        shapes: [_id, name, GeoJSON geometry].
        without: rows that have no position, or none that is a number.
        outside: rows whose position is not in Japan; they are not drawn.
        more: there are more rows than a map shows; these are the first.
    """

    points: list[list[Any]] = field(default_factory=list)
    shapes: list[list[Any]] = field(default_factory=list)
    without: int = 0
    outside: int = 0
    more: bool = False

    def as_json(self) -> str:
        """Return it as scripts read it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def places_of(connection: sa.Connection, layout: Layout, state: State) -> Places:
    """Return the places of the rows a state leaves."""
    found = Places()
    if layout.position:
        _points(connection, layout, state, layout.position, found)
    if layout.geometry:
        _shapes(connection, layout, state, layout.geometry, found)
    return found


def has_places(layout: Layout) -> bool:
    """Say whether a table can be drawn at all."""
    return layout.position is not None or layout.geometry is not None


def _points(
    connection: sa.Connection,
    layout: Layout,
    state: State,
    position: tuple[Column, Column],
    found: Places,
) -> None:
    latitude, longitude = (_degrees(column) for column in position)
    # A row that is a shape needs no point besides.
    shape = [sa.column(layout.geometry.id).is_(None)] if layout.geometry else []
    query = (
        sa.select(ROW_ID, latitude, longitude, _name(layout))
        .select_from(table_of(layout))
        .where(*conditions(layout, state), *shape)
        .order_by(ROW_ID)
        .limit(MOST_POINTS + 1)
    )
    rows = connection.execute(query).all()
    found.more = len(rows) > MOST_POINTS
    for number, north, east, name in rows[:MOST_POINTS]:
        if north is None or east is None:
            found.without += 1
        elif _is_in_japan(north, east):
            place = [round(north, DECIMALS), round(east, DECIMALS)]
            found.points.append([number, *place, name or ""])
        else:
            found.outside += 1


def _shapes(
    connection: sa.Connection, layout: Layout, state: State, column: Column, found: Places
) -> None:
    query = (
        sa.select(ROW_ID, _name(layout), as_text(column))
        .select_from(table_of(layout))
        .where(*conditions(layout, state), column_of(column).is_not(None))
        .order_by(ROW_ID)
        .limit(MOST_SHAPES + 1)
    )
    rows = connection.execute(query).all()
    found.more = found.more or len(rows) > MOST_SHAPES
    for number, name, text in rows[:MOST_SHAPES]:
        shape = _shape(text)
        if shape is None:
            found.without += 1
        else:
            found.shapes.append([number, name or "", shape])


def _shape(text: str) -> dict[str, Any] | None:
    """Return a GeoJSON geometry; None where the text is none."""
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = isinstance(shape, dict) and isinstance(shape.get("type"), str)
    return shape if known and ("coordinates" in shape or "geometries" in shape) else None


def _degrees(column: Column) -> sa.ColumnElement[float | None]:
    """Return a column as degrees, empty where a cell is no number."""
    if column.sort_of_value == "number":
        return sa.cast(column_of(column), sa.Double)
    text = as_text(column)
    return sa.case((text.op("~")(DEGREES), sa.cast(text, sa.Double)), else_=None)


def _name(layout: Layout) -> sa.ColumnElement[str]:
    if layout.name is None:
        return sa.literal("")
    return sa.func.left(as_text(layout.name), LONGEST_NAME)


def _is_in_japan(north: float, east: float) -> bool:
    return JAPAN.south <= north <= JAPAN.north and JAPAN.west <= east <= JAPAN.east
