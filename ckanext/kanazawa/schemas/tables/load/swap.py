"""The new table takes the place of the old one: at once, or not at all.

Readers hold their lock for one request. The loader waits for it only for the blink of an eye
at a time, because readers that come later queue behind whoever waits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping

import psycopg2.errors
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.kanazawa.schemas.tables.load import aliases, stats
from ckanext.kanazawa.schemas.tables.load.errors import BusyError
from ckanext.kanazawa.schemas.tables.load.staging import execute, index_name, quoted

LOCK_TIMEOUT_MS = 200
PAUSE_S = (0.2, 1.0)
PATIENCE_S = 60.0


def lock(
    connection: sa.Connection, table: str, tell: Callable[[], None], patience_s: float = PATIENCE_S
) -> None:
    """Get the table for ourselves, where there is one.

    Raises:
        BusyError: somebody reads or changes it all the time.
    """
    end = time.monotonic() + patience_s
    while exists(connection, table):
        try:
            with connection.begin_nested():
                execute(connection, f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_MS}ms'")
                execute(connection, f"LOCK TABLE {quoted(table)} IN ACCESS EXCLUSIVE MODE")
            return
        except DBAPIError as error:
            if isinstance(error.orig, psycopg2.errors.UndefinedTable):
                return
            if not isinstance(error.orig, psycopg2.errors.LockNotAvailable):
                raise
        if time.monotonic() > end:
            raise BusyError("load-table-in-use", seconds=round(patience_s))
        tell()
        time.sleep(random.uniform(*PAUSE_S))


def exists(connection: sa.Connection, table: str) -> bool:
    """Say whether there is such a table."""
    query = sa.text("SELECT to_regclass(:name) IS NOT NULL")
    return bool(connection.scalar(query, {"name": f"public.{quoted(table)}"}))


def replace(
    connection: sa.Connection,
    staging: str,
    table: str,
    indexes: Mapping[str, str],
    comments: Mapping[str, str],
) -> None:
    """Put the hidden table in the place of the old one, whose lock we hold.

    Args:
        connection: in the transaction that made the hidden table.
        staging: its name.
        table: the resource's id.
        indexes: as `staging.finish` returns them.
        comments: column → comment.

    Raises:
        LoadError: a view reads columns that are gone.
    """
    views = aliases.views_on(connection, table) if exists(connection, table) else []
    grants = aliases.grants_of(connection, table)
    for view in reversed(views):
        execute(connection, f"DROP VIEW {quoted(view.name)}")
    execute(connection, f"DROP TABLE IF EXISTS {quoted(table)}")
    execute(connection, f"ALTER TABLE {quoted(staging)} RENAME TO {quoted(table)}")
    renamed = {f"{staging}_pkey": f"{table}_pkey"}
    renamed |= {name: index_name(table, on) for name, on in indexes.items()}
    for before, after in renamed.items():
        execute(connection, f"ALTER INDEX {quoted(before)} RENAME TO {quoted(after)}")
    sequence = f"ALTER SEQUENCE {quoted(f'{staging}__id_seq')} RENAME TO "
    execute(connection, sequence + quoted(f"{table}__id_seq"))
    comment = "COMMENT ON COLUMN {}.{} IS {}"
    for column, text in comments.items():
        literal = "'" + text.replace("'", "''") + "'"
        execute(connection, comment.format(quoted(table), quoted(column), literal))
    for view in views:
        aliases.restore(connection, table, view)
    aliases.grant(connection, table, grants)


def remove(
    connection: sa.Connection, table: str, tell: Callable[[], None], patience_s: float = PATIENCE_S
) -> None:
    """Remove a table with the views on it; what people made on it is kept for the next one.

    Raises:
        BusyError: somebody reads it all the time.
    """
    lock(connection, table, tell, patience_s)
    if exists(connection, table):
        stats.keep(connection, table)
        execute(connection, f"DROP TABLE {quoted(table)} CASCADE")
