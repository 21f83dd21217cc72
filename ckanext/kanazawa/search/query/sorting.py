"""Solr's `sort` → ORDER BY."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.search import fields
from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.fields import Kind
from ckanext.kanazawa.search.model.tables import dataset, value

DEFAULT_SORT = "score desc"
# A text has no order; the title has one as a whole.
_ALIASES = {"title": "title_string"}


@dataclass(frozen=True)
class SortKey:
    """One column to sort by."""

    column: sa.ColumnElement[Any]
    is_descending: bool

    def over(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """Return the ORDER BY of a column that holds this key; what has none comes last."""
        return (column.desc() if self.is_descending else column.asc()).nulls_last()


def sort_keys(sort: str, score: sa.ColumnElement[float]) -> list[SortKey]:
    """Return the keys of a sort parameter, in their order.

    Args:
        sort: such as `score desc, metadata_modified desc`.
        score: how well a dataset meets the query.

    Raises:
        InvalidQuery: a direction is missing, or the field has no order.
    """
    keys = [_key(part.strip(), score) for part in sort.split(",") if part.strip()]
    # So that pages neither repeat nor skip datasets that are equal in everything.
    return [*keys, SortKey(dataset.c.number, is_descending=False)]


def _key(part: str, score: sa.ColumnElement[float]) -> SortKey:
    field, _, direction = part.rpartition(" ")
    field, direction = field.strip(), direction.lower()
    if not field or direction not in ("asc", "desc"):
        message = tk._(
            "The sort order “{part}” cannot be understood. Write a field and asc or desc, "
            "such as metadata_modified desc."
        )
        raise InvalidQuery(message.format(part=part[:100]))
    column = score if field == "score" else _column(_ALIASES.get(field, field))
    return SortKey(column, direction == "desc")


def _column(field: str) -> sa.ColumnElement[Any]:
    kind = fields.kind_of(field)
    if kind is Kind.INTEGER:
        return sa.func.coalesce(dataset.c[field], 0)
    if field in fields.COLUMNS:
        return dataset.c[field]
    if kind in (Kind.TEXT, Kind.NGRAM) or fields.is_multiple(field):
        message = tk._("Results cannot be sorted by {field}.")
        raise InvalidQuery(message.format(field=field[:100]))
    return (
        sa.select(sa.func.min(value.c.value))
        .where(value.c.field == field, value.c.number == sa.any_(dataset.c.value_numbers))
        .scalar_subquery()
    )
