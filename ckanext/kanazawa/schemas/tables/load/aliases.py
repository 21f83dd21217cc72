"""Views on a table: CKAN's aliases, and those an administrator made; and who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.kanazawa.schemas.tables.load.errors import LoadError
from ckanext.kanazawa.schemas.tables.load.staging import execute, quoted

# SQLSTATE of columns that are gone, names that are taken, and whatever else SQL refuses.
_DOES_NOT_FIT = "42"


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


def views_on(connection: sa.Connection, table: str) -> list[View]:
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
            None if depth == 1 and _is_alias(connection, table, sql, names, columns) else sql,
            grants_of(connection, name),
        )
        for name, sql, depth, names in found
    ]


def _is_alias(
    connection: sa.Connection, table: str, sql: str, names: Sequence[str], columns: Sequence[str]
) -> bool:
    """Say whether a view shows all columns and rows of the table and does nothing else.

    PostgreSQL writes every definition in one way, so that whatever is not written like
    SELECT * does more: WHERE, ORDER BY, LIMIT, a column worked out under its old name.
    """
    if list(names) != list(columns):
        return False
    quote = sa.text("SELECT quote_ident(name) FROM unnest(CAST(:names AS text[])) AS name")
    source, *listed = connection.scalars(quote, {"names": [table, *columns]})
    plain = " ".join(f"SELECT {', '.join(listed)} FROM {source};".split())
    # Some versions write the table before each column.
    full = ", ".join(f"{source}.{name}" for name in listed)
    qualified = " ".join(f"SELECT {full} FROM {source};".split())
    return " ".join(sql.split()) in (plain, qualified)


def _columns(connection: sa.Connection, table: str) -> list[str]:
    query = sa.text(
        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
        " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    return list(connection.scalars(query, {"table": quoted(table)}))


def restore(connection: sa.Connection, table: str, view: View) -> None:
    """Make a view again, on the table that took the place of the former one.

    Raises:
        LoadError: it reads columns that are gone, or something else has its name.
    """
    sql = view.sql or f"SELECT * FROM {quoted(table)}"
    try:
        with connection.begin_nested():
            execute(connection, f"CREATE VIEW {quoted(view.name)} AS {sql}")
    except DBAPIError as error:
        if str(getattr(error.orig, "pgcode", "")).startswith(_DOES_NOT_FIT):
            raise LoadError("load-view-in-the-way", view=view.name) from None
        raise
    grant(connection, view.name, view.grants)


def grants_of(connection: sa.Connection, name: str) -> list[tuple[str, str]]:
    """Return (role, privilege) of all but the owner; PUBLIC is ""."""
    query = sa.text(
        "SELECT coalesce(r.rolname, ''), a.privilege_type FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
        " CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relname = :name AND a.grantee <> c.relowner"
    )
    return [(role, privilege) for role, privilege in connection.execute(query, {"name": name})]


def grant(connection: sa.Connection, name: str, grants: Sequence[tuple[str, str]]) -> None:
    """Grant a table or view to those who had it before, as far as they are still there."""
    known = {*connection.scalars(sa.text("SELECT rolname FROM pg_roles")), ""} if grants else ()
    for role, privilege in grants:
        if role not in known:
            continue
        to = quoted(role) if role else "PUBLIC"
        execute(connection, f"GRANT {privilege} ON {quoted(name)} TO {to}")
