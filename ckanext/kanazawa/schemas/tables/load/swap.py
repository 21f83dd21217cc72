"""The new table takes the place of the old one: at once, or not at all.

Readers hold their lock for one request. The loader waits for it only for the blink of an eye
at a time, because readers that come later queue behind whoever waits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg2.errors
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.kanazawa.schemas.tables.load.errors import BusyError, LoadError
from ckanext.kanazawa.schemas.tables.load.staging import execute, index_name, quoted

LOCK_TIMEOUT_MS = 200
PAUSE_S = (0.2, 1.0)
PATIENCE_S = 60.0


@dataclass(frozen=True)
class View:
    """A view that reads the old table: an alias of CKAN, or one an administrator made.

    Attributes:
        name: of the view.
        sql: its query; None for an alias, which shows whatever the table has.
        grants: who may read it.
    """

    name: str
    sql: str | None
    grants: Sequence[tuple[str, str]]


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
    views = _views(connection, table) if exists(connection, table) else []
    grants = _grants(connection, table)
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
        _restore(connection, table, view)
    _grant(connection, table, grants)


def count(connection: sa.Connection, table: str, rows: int) -> None:
    """Tell CKAN how many rows the table has, in the same transaction."""
    query = sa.text(
        "INSERT INTO _table_stats VALUES (:table, jsonb_build_object('rows', :rows))"
        " ON CONFLICT (resource_id) DO UPDATE SET stats = excluded.stats"
    )
    connection.execute(query, {"table": table, "rows": rows})


def remove(
    connection: sa.Connection, table: str, tell: Callable[[], None], patience_s: float = PATIENCE_S
) -> None:
    """Remove a table with the views on it.

    Raises:
        BusyError: somebody reads it all the time.
    """
    lock(connection, table, tell, patience_s)
    execute(connection, f"DROP TABLE IF EXISTS {quoted(table)} CASCADE")
    connection.execute(sa.text("DELETE FROM _table_stats WHERE resource_id = :id"), {"id": table})


def _views(connection: sa.Connection, table: str) -> list[View]:
    """Return the views on a table and the views on those, in the order they must be made."""
    query = sa.text(
        "WITH RECURSIVE reading (oid, depth) AS ("
        "  SELECT CAST(:table AS regclass)::oid, 0"
        "  UNION SELECT r.ev_class, reading.depth + 1 FROM reading"
        "  JOIN pg_depend d ON d.refobjid = reading.oid AND d.classid = 'pg_rewrite'::regclass"
        "  JOIN pg_rewrite r ON r.oid = d.objid AND r.ev_class <> reading.oid)"
        " SELECT c.relname, pg_get_viewdef(c.oid), max(depth),"
        "  (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a"
        "   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)"
        " FROM reading JOIN pg_class c ON c.oid = reading.oid WHERE c.relkind = 'v'"
        " GROUP BY c.oid, c.relname ORDER BY max(depth), c.relname"
    )
    found = connection.execute(query, {"table": quoted(table)}).all()
    columns = _columns(connection, table)
    return [
        View(
            name,
            None if depth == 1 and _is_alias(sql, names, columns) else sql,
            _grants(connection, name),
        )
        for name, sql, depth, names in found
    ]


def _is_alias(sql: str, names: Sequence[str], columns: Sequence[str]) -> bool:
    """Say whether a view shows all columns of the table and does nothing else."""
    plain = not any(word in sql.upper() for word in (" WHERE ", " JOIN ", " GROUP BY ", "\nWHERE"))
    return plain and list(names) == list(columns)


def _columns(connection: sa.Connection, table: str) -> list[str]:
    query = sa.text(
        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
        " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    return list(connection.scalars(query, {"table": quoted(table)}))


def _restore(connection: sa.Connection, table: str, view: View) -> None:
    sql = view.sql or f"SELECT * FROM {quoted(table)}"
    try:
        with connection.begin_nested():
            execute(connection, f"CREATE VIEW {quoted(view.name)} AS {sql}")
    except DBAPIError as error:
        if isinstance(error.orig, psycopg2.errors.SyntaxErrorOrAccessRuleViolation):
            raise LoadError("load-view-in-the-way", view=view.name) from None
        raise
    _grant(connection, view.name, view.grants)


def _grants(connection: sa.Connection, name: str) -> list[tuple[str, str]]:
    """Return (role, privilege) of all but the owner; PUBLIC is ""."""
    query = sa.text(
        "SELECT coalesce(r.rolname, ''), a.privilege_type FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
        " CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relname = :name AND a.grantee <> c.relowner"
    )
    return [(role, privilege) for role, privilege in connection.execute(query, {"name": name})]


def _grant(connection: sa.Connection, name: str, grants: Sequence[tuple[str, Any]]) -> None:
    for role, privilege in grants:
        to = quoted(role) if role else "PUBLIC"
        execute(connection, f"GRANT {privilege} ON {quoted(name)} TO {to}")
