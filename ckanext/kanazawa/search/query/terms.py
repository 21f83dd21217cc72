"""What a single term, phrase or range means on each kind of field."""

from __future__ import annotations

import datetime
import re

import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.search import fields
from ckanext.kanazawa.search.analysis import phrase_query, prefix_query, quoted, scope
from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.fields import DEFAULT_FIELD, Kind
from ckanext.kanazawa.search.model.tables import dataset, value
from ckanext.kanazawa.search.query import dates
from ckanext.kanazawa.search.query.conditions import (
    EVERYTHING,
    NOTHING,
    Condition,
    all_of,
    exact,
    full_text,
)
from ckanext.kanazawa.search.rows import VALUE_LENGTH, sortable_date

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NGRAM_COLUMNS = {"title_ngram": "title_folded", "name_ngram": "name"}


def unescaped(text: str) -> str:
    """Take the backslashes out of a term."""
    return _ESCAPED.sub(r"\1", text)


def term(field: str, text: str, now: datetime.datetime) -> Condition:
    r"""Return the condition of one term, which may hold wildcards.

    Args:
        field: name of the field.
        text: as written in the query, escapes (`\*`) included.
        now: what `NOW` means.
    """
    if text == "*":
        return EVERYTHING if field in ("*", DEFAULT_FIELD) else exists(field)
    pieces = _wildcard_pieces(text)
    if len(pieces) > 1 and fields.kind_of(field) in (Kind.TEXT, Kind.STRING):
        return _wildcard(field, pieces)
    return phrase(field, unescaped(text), now)


def phrase(field: str, text: str, now: datetime.datetime) -> Condition:
    """Return the condition of a text without wildcards."""
    kind = fields.kind_of(field)
    if kind is Kind.TEXT:
        return full_text(phrase_query(text, _lexeme_field(field)))
    if kind is Kind.NGRAM:
        return _contains(field, text)
    if field == "permission_labels":
        return exact(
            dataset.c.permission_labels.op("&&")(sa.cast([text], dataset.c.permission_labels.type))
        )
    if kind is Kind.INTEGER:
        return exact(dataset.c[field] == _integer(field, text))
    if kind is Kind.DATE:
        moment = dates.moment(text, now)
        return _between(field, moment, moment, True, True)
    if field in fields.COLUMNS:
        return exact(dataset.c[field] == text)
    return _has_value(field, value.c.value == text[:VALUE_LENGTH])


def exists(field: str) -> Condition:
    """Return the condition that a field holds anything."""
    kind = fields.kind_of(field)
    if kind is Kind.TEXT:
        return full_text(quoted(scope(field)) + ":*")
    if kind is Kind.NGRAM:
        return exact(dataset.c[_NGRAM_COLUMNS[field]].is_not(None))
    if field == "permission_labels":
        return exact(sa.func.cardinality(dataset.c.permission_labels) > 0)
    if field in fields.COLUMNS:
        return exact(dataset.c[field].is_not(None))
    return _has_value(field, sa.true())


def between(
    field: str,
    low: str | None,
    high: str | None,
    include_low: bool,
    include_high: bool,
    now: datetime.datetime,
) -> Condition:
    """Return the condition of a range; None leaves an end open.

    Raises:
        InvalidQuery: a bound is no date or number, or the field has no order.
    """
    if low is None and high is None:
        return exists(field)
    kind = fields.kind_of(field)
    bounds: list[object]
    if kind is Kind.DATE:
        bounds = [None if end is None else dates.moment(end, now) for end in (low, high)]
    elif kind is Kind.INTEGER:
        bounds = [None if end is None else _integer(field, end) for end in (low, high)]
    elif kind is Kind.STRING and field != "permission_labels":
        bounds = [None if end is None else end[:VALUE_LENGTH] for end in (low, high)]
    else:
        message = tk._("The field {field} cannot be searched by a range.")
        raise InvalidQuery(message.format(field=field[:100]))
    return _between(field, bounds[0], bounds[1], include_low, include_high)


def _between(
    field: str, low: object, high: object, include_low: bool, include_high: bool
) -> Condition:
    is_column = field in fields.COLUMNS
    column: sa.ColumnElement[object] = dataset.c[field] if is_column else value.c.value
    if fields.kind_of(field) is Kind.DATE:
        if is_column:
            # Solr keeps milliseconds, PostgreSQL microseconds.
            column = sa.func.date_trunc("milliseconds", column)
        else:
            low, high = (
                sortable_date(end) if isinstance(end, datetime.datetime) else None
                for end in (low, high)
            )
    parts: list[sa.ColumnElement[bool]] = []
    if low is not None:
        parts.append(column >= low if include_low else column > low)
    if high is not None:
        parts.append(column <= high if include_high else column < high)
    return exact(sa.and_(*parts)) if is_column else _has_value(field, sa.and_(*parts))


def _has_value(field: str, condition: sa.ColumnElement[bool]) -> Condition:
    numbers = sa.select(value.c.number).where(value.c.field == field[:VALUE_LENGTH], condition)
    return exact(dataset.c.value_numbers.op("&&")(sa.func.array(numbers.scalar_subquery())))


def _contains(field: str, text: str) -> Condition:
    """Return the condition that every word is a part of the title or the name."""
    column = dataset.c[_NGRAM_COLUMNS[field]]
    words = fold(text).split()
    return all_of([exact(column.contains(word, autoescape=True)) for word in words])


def _wildcard(field: str, pieces: list[str]) -> Condition:
    if fields.kind_of(field) is Kind.STRING:
        pattern = "".join(_like(piece) for piece in pieces)
        if field == "permission_labels":
            return NOTHING
        if field in fields.COLUMNS:
            return exact(dataset.c[field].like(pattern, escape="\\"))
        return _has_value(field, value.c.value.like(pattern, escape="\\"))
    # Parts of Japanese words are found anyway; of others, beginnings are.
    name = _lexeme_field(field)
    found = [prefix_query(unescaped(piece), name) for piece in pieces if piece not in ("*", "?")]
    if len([query for query in found if query]) == 1 and pieces[-1] == "*" and len(pieces) == 2:
        return full_text(found[0])
    return _lexeme_like(pieces, name)


def _lexeme_like(pieces: list[str], name: str) -> Condition:
    pattern = _like(scope(name)) + "".join(_like(fold(piece)) for piece in pieces)
    lexeme = sa.func.unnest(sa.func.tsvector_to_array(dataset.c.words)).column_valued("lexeme")
    return exact(sa.exists(sa.select(sa.literal(1)).where(lexeme.like(pattern, escape="\\"))))


def _like(piece: str) -> str:
    if piece in ("*", "?"):
        return "%" if piece == "*" else "_"
    return re.sub(r"([\\%_])", r"\\\1", unescaped(piece))


def _wildcard_pieces(text: str) -> list[str]:
    """Cut `a*b\\*?` into `a`, `*`, `b\\*`, `?`."""
    return [piece for piece in re.split(r"(?<!\\)([*?])", text) if piece]


def _lexeme_field(field: str) -> str:
    return "" if field == DEFAULT_FIELD else field


def _integer(field: str, text: str) -> int:
    # No more digits than PostgreSQL's integer holds.
    if not re.fullmatch(r"[+-]?\d{1,9}", text.strip()):
        message = tk._("The field {field} holds whole numbers, “{text}” is none.")
        raise InvalidQuery(message.format(field=field, text=text[:100]))
    return int(text)
