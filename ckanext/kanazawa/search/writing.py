"""Write to the index inside the dataset's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from ckanext.kanazawa.search.connections import note_write
from ckanext.kanazawa.search.model.tables import dataset, document, value
from ckanext.kanazawa.search.rows import Rows, Value


def write(made: Rows) -> None:
    """Put a dataset into the index, or replace it there; the caller commits.

    Raises:
        sqlalchemy.exc.DBAPIError: the database refused; the savepoint is rolled back
            and the session can go on.
    """
    connection = model.Session.connection()
    note_write()
    with connection.begin_nested():
        numbers = _value_numbers(connection, made.values)
        number = connection.execute(_upsert(made.dataset, numbers)).scalar_one()
        _write_document(connection, number, made.document)


def remove(condition: sa.ColumnElement[bool]) -> int:
    """Take datasets out of the index; the caller commits.

    Args:
        condition: over the columns of `dataset`.

    Returns:
        how many datasets were taken out.
    """
    connection = model.Session.connection()
    note_write()
    with connection.begin_nested():
        return connection.execute(sa.delete(dataset).where(condition)).rowcount


def _upsert(columns: dict[str, Any], numbers: Sequence[int]) -> sa.sql.expression.Executable:
    columns = {
        **columns,
        "value_numbers": list(numbers),
        "words": sa.cast(columns["words"], TSVECTOR),
        "ranking": sa.cast(columns["ranking"], TSVECTOR),
    }
    changed = {**columns, "changed_xid": sa.func.pg_current_xact_id()}
    return (
        insert(dataset)
        .values(columns)
        .on_conflict_do_update(index_elements=[dataset.c.index_id], set_=changed)
        .returning(dataset.c.number)
    )


def _write_document(connection: sa.Connection, number: int, columns: dict[str, Any]) -> None:
    statement = insert(document).values(number=number, **columns)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[document.c.number], set_=columns)
    )


def _value_numbers(connection: sa.Connection, values: Sequence[Value]) -> list[int]:
    """Return the numbers of values, giving new ones a number."""
    known = _known_values(connection, values)
    missing = [pair for pair in values if pair not in known]
    if missing:
        _add_values(missing)
        known.update(_known_values(connection, missing))
    return sorted(known.values())


def _known_values(connection: sa.Connection, values: Sequence[Value]) -> dict[Value, int]:
    wanted = sa.text(
        """
        SELECT v.field, v.value, v.number FROM kanazawa_search.value v
        JOIN unnest(CAST(:fields AS text[]), CAST(:texts AS text[])) AS w (field, value)
          ON v.field = w.field AND v.value = w.value
        """
    )
    found = connection.execute(
        wanted, {"fields": [pair[0] for pair in values], "texts": [pair[1] for pair in values]}
    )
    return {(row.field, row.value): row.number for row in found}


def _add_values(missing: Sequence[Value]) -> None:
    """Give values their numbers in a short transaction of its own.

    In the dataset's transaction, two people saving datasets with the same new tag
    would wait for each other, or block each other for good. A number nobody uses,
    after a rollback, does no harm.
    """
    engine = model.meta.engine
    assert engine is not None, "CKAN's database is not configured"
    rows = [{"field": field, "value": text} for field, text in sorted(missing)]
    with engine.begin() as connection:
        connection.execute(insert(value).on_conflict_do_nothing(), rows)
