"""Filters and searches as SQL. Names and values are always bound or quoted by SQLAlchemy."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from ckanext.kanazawa.schemas.tables.load.query import plain_query
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.state import Filter, State

ROW_ID = sa.column("_id", sa.BigInteger)
_DAY = datetime.timedelta(days=1)


def table_of(layout: Layout) -> sa.TableClause:
    """Return the table, to select from."""
    return sa.table(layout.table)


def column_of(column: Column) -> sa.ColumnClause[Any]:
    """Return a column, to select and compare."""
    return sa.column(column.id)


def as_text(column: Column) -> sa.ColumnElement[str]:
    """Return a column as text."""
    if column.type == "text":
        return sa.column(column.id, sa.Text)
    return sa.cast(column_of(column), sa.Text)


def conditions(
    layout: Layout, state: State, without: str | None = None
) -> list[sa.ColumnElement[bool]]:
    """Return what rows must fulfil.

    Args:
        without: a column whose own filters do not count.
    """
    found = _searched(layout, state.q)
    for filter in state.filters:
        column = layout.column(filter.column)
        if column is None or column.id == without:
            continue
        condition = _filtered(column, filter)
        if condition is not None:
            found.append(condition)
    return found


def is_understood(layout: Layout, filter: Filter) -> bool:
    """Say whether the values of a filter can be compared with its column."""
    column = layout.column(filter.column)
    return column is not None and _filtered(column, filter) is not None


def _searched(layout: Layout, q: str) -> list[sa.ColumnElement[bool]]:
    """Return that all words, or parts of Japanese ones, stand in a row."""
    if q and layout.has_words:
        query = sa.cast(sa.literal(plain_query(q)), TSQUERY)
        return [sa.column("_full_text").bool_op("@@")(query)]
    columns = [as_text(column) for column in layout.columns if column.sort_of_value != "shape"]
    line = sa.func.concat_ws("\n", *columns)
    return [_stands_in(line, word) for word in q.split()]


def _stands_in(line: sa.ColumnElement[str], word: str) -> sa.ColumnElement[bool]:
    """Return that a word stands in a text, as it is or in its usual width."""
    spellings = dict.fromkeys([word, unicodedata.normalize("NFKC", word)])
    return sa.or_(*(line.ilike(f"%{_escaped(text)}%", escape="\\") for text in spellings))


def _filtered(column: Column, filter: Filter) -> sa.ColumnElement[bool] | None:
    if filter.test == "is":
        return _among(column, filter.values)
    if filter.test == "has":
        return as_text(column).ilike(f"%{_escaped(filter.values[0])}%", escape="\\")
    bound = _bound(column, filter.values[0], last=filter.test == "max")
    if bound is None:
        return None
    value = column_of(column)
    if filter.test == "min":
        return value >= bound
    # The whole last day of a column with hours.
    is_next_day = isinstance(bound, datetime.datetime)
    return value < bound if is_next_day else value <= bound


def _among(column: Column, values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    filled = [value for value in values if value]
    found = [as_text(column).in_(filled)] if filled else []
    if "" in values:
        found += [column_of(column).is_(None)]
        found += [as_text(column) == ""] if column.type == "text" else []
    return sa.or_(*found)


def _bound(column: Column, text: str, last: bool) -> Any:
    """Return a limit as the column's type; None where the text is none."""
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        if column.sort_of_value == "number":
            number = Decimal(text.replace(",", ""))
            return number if number.is_finite() else None
        if column.sort_of_value == "date":
            day = datetime.date.fromisoformat(text)
            if column.type == "date":
                return day
            return datetime.datetime.combine(day + _DAY if last else day, datetime.time())
    except (ValueError, InvalidOperation, OverflowError):
        return None
    return text or None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
