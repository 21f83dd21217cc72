"""CKAN's row about a table: how many rows it has; or what people made on it, when it had to go.

An edition is taken back and its rows are dropped at once, the one before is loaded by a job
later. The aliases, views and access rights on the table, and what editors wrote into its data
dictionary, are kept meanwhile, in the transaction that drops it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.load import dictionary
from ckanext.kanazawa.schemas.tables.load.aliases import (
    View,
    grant,
    grants_of,
    restore,
    views_on,
)
from ckanext.kanazawa.schemas.tables.load.errors import LoadError

log = logging.getLogger(__name__)
LEFT = "kanazawa_left"
# PostgreSQL's JSON cannot hold it; a comment that has it is one CKAN cannot read either.
NUL = "\\u0000"


@dataclass(frozen=True)
class Left:
    """What belonged to a table that is gone.

    Attributes:
        views: in the order they must be made.
        grants: (role, privilege) on the table.
        comments: column → comment, CKAN's data dictionary.
    """

    views: list[View] = field(default_factory=list)
    grants: list[tuple[str, str]] = field(default_factory=list)
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)


def left_of(connection: sa.Connection, table: str) -> Left:
    """Return what was kept of a table that went; nothing where none did."""
    # As text: CKAN's connections to the DataStore leave JSON unread.
    query = sa.text("SELECT stats ->> :key FROM _table_stats WHERE resource_id = :table")
    found = json.loads(connection.scalar(query, {"key": LEFT, "table": table}) or "{}")
    return Left(
        [View(**view) for view in found.get("views", ())],
        [(role, privilege) for role, privilege in found.get("grants", ())],
        found.get("comments", {}),
    )


def keep(connection: sa.Connection, table: str) -> None:
    """Keep what belongs to a table that is about to be dropped, and forget its count of rows."""
    comments = dictionary.comments_of(connection, table)
    left = Left(
        [*views_on(connection, table), *left_of(connection, table).views],
        grants_of(connection, table),
        {name: text for name, text in comments.items() if NUL not in json.dumps(text)},
    )
    _write(connection, table, {LEFT: asdict(left)})


def give_back(connection: sa.Connection, table: str) -> list[View]:
    """Put the views and access rights that were kept on a table that was made anew.

    Returns:
        The views that read columns it does not have, or whose name was given away meanwhile:
        they wait for the next table.
    """
    left = left_of(connection, table)
    grant(connection, table, left.grants)
    waiting: list[View] = []
    for view in left.views:
        try:
            restore(connection, table, view)
        except LoadError:
            log.warning("View %s of table %s does not fit", view.name, table)
            waiting.append(view)
    return waiting


def count(connection: sa.Connection, table: str, rows: int, waiting: list[View]) -> None:
    """Tell CKAN how many rows a new table has, and keep the views that still wait."""
    left = {LEFT: asdict(Left(waiting))} if waiting else {}
    _write(connection, table, {"rows": rows, **left})


def kept(connection: sa.Connection) -> set[str]:
    """Return the tables of which something is kept."""
    query = sa.text("SELECT resource_id FROM _table_stats WHERE jsonb_exists(stats, :key)")
    return set(connection.scalars(query, {"key": LEFT}))


def forget(connection: sa.Connection, tables: Collection[str]) -> None:
    """Forget what is kept of tables whose resource is gone for good."""
    query = sa.text("DELETE FROM _table_stats WHERE resource_id = :table")
    for table in tables:
        connection.execute(query, {"table": table})


def _write(connection: sa.Connection, table: str, stats: dict[str, Any]) -> None:
    query = sa.text(
        "INSERT INTO _table_stats VALUES (:table, CAST(:stats AS jsonb))"
        " ON CONFLICT (resource_id) DO UPDATE SET stats = excluded.stats"
    )
    text = json.dumps(stats)
    connection.execute(query, {"table": table, "stats": text})
