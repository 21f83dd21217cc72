"""Answer one search from the tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckanext.kanazawa.search import facets as facet_counts
from ckanext.kanazawa.search import fields
from ckanext.kanazawa.search.analysis import ranking_query
from ckanext.kanazawa.search.facets import Numbers, numbers_of
from ckanext.kanazawa.search.model.tables import dataset, document
from ckanext.kanazawa.search.query.compiler import Compiler
from ckanext.kanazawa.search.query.conditions import NO_HITS, all_of
from ckanext.kanazawa.search.query.params import Params
from ckanext.kanazawa.search.query.sorting import SortKey, sort_keys

Doc = dict[str, Any]
FacetCounts = dict[str, dict[str, int]]

# Weights of D, C, B, A: resource names, tags and name, title.
_WEIGHTS = [0.1, 0.25, 0.5, 1.0]


def answer(
    connection: sa.Connection, params: Params, is_private: bool
) -> tuple[list[Doc], int, FacetCounts]:
    """Answer a search.

    Args:
        connection: where to read.
        params: what is asked for.
        is_private: whether the connection sees more than what is committed.

    Returns:
        the documents of the page, how many were found in all, and
        field → value → count.
    """
    hits, found, page = _find(connection, params)
    docs = _documents(connection, page, params)
    if not params.facet_fields:
        return docs, found, {}
    return docs, found, facet_counts.counts(connection, params.facet_fields, hits, is_private)


def _find(
    connection: sa.Connection, params: Params
) -> tuple[Numbers, int, list[tuple[int, float]]]:
    """Return the numbers of all hits, how many there are, and (number, score) of the page."""
    compiler = Compiler(params.operator, params.df)
    if params.free:
        query = compiler.free_text(params.q, params.mm, params.qf)
    else:
        query = compiler.standard(params.q)
    filters = [Compiler(params.operator, params.df, compiler.now).standard(f) for f in params.fq]
    score = _score(compiler.ranked)
    keys = sort_keys(params.sort, score)
    hits = (
        sa.select(
            dataset.c.number,
            score.label("score"),
            *(key.column.label(f"key{place}") for place, key in enumerate(keys)),
        )
        .where(all_of([part or NO_HITS for part in (*filters, query)]).sql())
        .cte("hits")
        # Found once, then counted, sorted and listed.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return _read_hits(connection, hits, keys, params)


def _score(texts: list[str]) -> sa.ColumnElement[float]:
    words = ranking_query(texts)
    if words is None:
        return sa.literal(1.0)
    query = sa.cast(words, TSQUERY)
    return sa.func.ts_rank(sa.cast(_WEIGHTS, ARRAY(sa.REAL)), dataset.c.ranking, query)


def _read_hits(
    connection: sa.Connection, hits: sa.CTE, keys: list[SortKey], params: Params
) -> tuple[Numbers, int, list[tuple[int, float]]]:
    page = (
        sa.select(hits.c.number, hits.c.score)
        .order_by(*(key.over(hits.c[f"key{place}"]) for place, key in enumerate(keys)))
        .limit(params.rows)
        .offset(params.start)
        .subquery()
    )
    # One text of numbers arrives ten times as fast as that many rows.
    numbers = sa.func.string_agg(sa.cast(hits.c.number, sa.Text), ",")
    listed = sa.select(numbers).scalar_subquery() if params.facet_fields else sa.null()
    pairs = sa.select(sa.func.json_agg(sa.func.json_build_array(page.c.number, page.c.score)))
    found, text, rows = connection.execute(
        sa.select(
            sa.select(sa.func.count()).select_from(hits).scalar_subquery(),
            listed,
            pairs.scalar_subquery(),
        )
    ).one()
    return numbers_of(text), found, [(number, score) for number, score in rows or []]


def _documents(
    connection: sa.Connection, page: list[tuple[int, float]], params: Params
) -> list[Doc]:
    """Return the documents of a page, in its order, with the fields asked for."""
    if not page:
        return []
    wanted = _wanted_columns(params.fl)
    rows = connection.execute(
        sa.select(dataset.c.number, dataset.c.id, dataset.c.name, *wanted)
        .join(document, document.c.number == dataset.c.number)
        .where(dataset.c.number.in_([number for number, _ in page]))
    ).mappings()
    by_number = {row["number"]: row for row in rows}
    return [
        _document(by_number[number], score, params.fl)
        for number, score in page
        if number in by_number
    ]


def _wanted_columns(fl: tuple[str, ...] | None) -> list[sa.ColumnElement[Any]]:
    """Return the long columns that are needed; most searches want one of them."""
    payload: list[sa.ColumnElement[Any]] = [
        document.c[name] for name in fields.PAYLOAD if fl is None or name in fl
    ]
    only_short = fl is not None and set(fl) <= {"id", "name", "score", *fields.PAYLOAD}
    return payload if only_short else [*payload, document.c.fields]


def _document(row: sa.RowMapping, score: float, fl: tuple[str, ...] | None) -> Doc:
    doc: Doc = {"id": row["id"], "name": row["name"], "score": score}
    doc.update(row.get("fields") or {})
    doc.update({name: row[name] for name in fields.PAYLOAD if name in row})
    doc = {name: value for name, value in doc.items() if value is not None}
    if fl is None:
        return {name: value for name, value in doc.items() if name != "score"}
    return {name: doc[name] for name in fl if name in doc}
