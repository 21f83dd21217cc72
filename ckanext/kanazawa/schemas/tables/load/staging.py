"""A hidden table, filled and indexed in a transaction of its own until it takes its place.

Nobody else sees it before the transaction ends, and nothing of it stays when the loader dies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.load import fulltext, stream
from ckanext.kanazawa.schemas.tables.load.lexemes import searched_characters
from ckanext.kanazawa.schemas.tables.load.spool import Spool
from ckanext.kanazawa.schemas.tables.load.types import MOST_INDEXES, Watch

PREFIX = "_load_"
_READ_BYTES = 1 << 18
# Building the index of words sorts in memory; more of it saves passes.
_SORT_MEMORY = "256MB"
# Jobs have half an hour.
_LONGEST_S = 1700


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def staging_name(resource_id: str) -> str:
    """Return the name of the hidden table of a resource."""
    return f"{PREFIX}{resource_id}"


def execute(connection: sa.Connection, sql: str) -> None:
    """Run a statement made of quoted names, in which nothing is a parameter."""
    connection.exec_driver_sql(sql.replace("%", "%%"))


def create(connection: sa.Connection, name: str, watched: Sequence[Watch]) -> None:
    """Create the hidden table, with the columns CKAN expects first."""
    execute(connection, f"SET LOCAL statement_timeout = '{_LONGEST_S}s'")
    execute(connection, f"SET LOCAL maintenance_work_mem = '{_SORT_MEMORY}'")
    execute(connection, f"DROP TABLE IF EXISTS {quoted(name)}")
    columns = "".join(f", {quoted(watch.column.id)} {watch.type}" for watch in watched)
    execute(
        connection,
        f'CREATE TABLE {quoted(name)} ("_id" serial, "_full_text" tsvector{columns})',
    )


def fill(connection: sa.Connection, name: str, spool: Spool, tell: Callable[[], None]) -> int:
    """Copy the rows, and return how many PostgreSQL took.

    Raises:
        psycopg2.Error: PostgreSQL refused something.
    """
    names = ", ".join(quoted(column) for column in stream.names(spool.watched))
    # FREEZE: readers need not look up whether the loading transaction was committed.
    sql = f"COPY {quoted(name)} ({names}) FROM STDIN WITH (FORMAT text, FREEZE true)"
    feed = stream.Feed(stream.copy_lines(spool), tell)
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(sql, feed, _READ_BYTES)
        return cursor.rowcount
    except Exception:
        if feed.failure is not None:
            raise feed.failure from None
        raise
    finally:
        feed.close()
        cursor.close()


def finish(
    connection: sa.Connection, name: str, spool: Spool, tell: Callable[[], None]
) -> dict[str, str]:
    """Make key, indexes and trigger of a filled table.

    Returns:
        name of an index → SQL of what it is on, as CKAN writes it.
    """
    table = quoted(name)
    execute(connection, f'ALTER TABLE {table} ADD PRIMARY KEY ("_id")')
    sequence = sa.text("SELECT setval(pg_get_serial_sequence(:table, '_id'), :next, false)")
    connection.execute(sequence, {"table": table, "next": spool.rows + 1})
    indexes: dict[str, str] = {}
    for number, (method, on) in enumerate(_indexed(spool.watched)):
        index = f"{name}_{number}"
        execute(connection, f"CREATE INDEX {quoted(index)} ON {table} USING {method} ({on})")
        indexes[index] = on
        tell()
    limit = searched_characters(len(spool.watched))
    execute(
        connection,
        f"CREATE TRIGGER {fulltext.TRIGGER} BEFORE INSERT OR UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE PROCEDURE {fulltext.TRIGGER_FUNCTION}('{limit}')",
    )
    execute(connection, f"ANALYZE {table}")
    return indexes


def _indexed(watched: Sequence[Watch]) -> list[tuple[str, str]]:
    # Not CKAN's GiST: its signatures are full after a dozen words, a Japanese row has a hundred.
    columns = [quoted(watch.column.id) for watch in watched if watch.is_filtered]
    return [("gin", '"_full_text"'), *(("btree", name) for name in columns[:MOST_INDEXES])]


def index_name(resource_id: str, on: str) -> str:
    """Return the name CKAN gives an index, so that it does not make the same one again."""
    return hashlib.sha1((resource_id + on).encode(), usedforsecurity=False).hexdigest()
