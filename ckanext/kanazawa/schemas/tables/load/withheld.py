"""Rows that nobody may read any more, although the table is still there.

A table cannot be dropped while somebody reads it, and is dropped by a job. What an edition
that was taken back holds must not be read meanwhile: each table tells which edition its rows
are of, in the transaction that put it in its place, and readers are asked away as soon as that
edition is withdrawn.
"""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa

from ckanext.datastore.backend.postgres import (  # pyright: ignore[reportMissingImports]
    get_read_engine,
)
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.load.staging import execute, quoted

_MARK = "kanazawa edition "


def mark(connection: sa.Connection, table: str, edition_id: str) -> None:
    """Note on a table, whose lock we hold, which edition its rows are of."""
    text = (_MARK + edition_id).replace("'", "''")
    execute(connection, f"COMMENT ON TABLE {quoted(table)} IS '{text}'")


def edition_in(connection: sa.Connection, table: str) -> str | None:
    """Return the id of the edition a table holds; None where it does not tell."""
    query = sa.text("SELECT obj_description(to_regclass(:name), 'pg_class')")
    comment = connection.scalar(query, {"name": f"public.{quoted(table)}"}) or ""
    return comment.removeprefix(_MARK) if comment.startswith(_MARK) else None


def is_withheld(resource_id: str) -> bool:
    """Say whether the rows of a resource are none that visitors may see any more.

    Its edition was taken back, or the resource became a link or a file of its own, or leads
    to something else than a table now, or was deleted: CKAN itself keeps showing the rows of
    a resource that left its dataset.
    """
    resource = model.Session.get(model.Resource, resource_id)
    if resource is not None and resource.state == model.State.DELETED:
        return True
    with get_read_engine().connect() as connection:
        edition_id = edition_in(connection, resource_id)
    edition = model.Session.get(Edition, edition_id) if edition_id else None
    if edition is None:
        return False
    if edition.release == "withdrawn" or not edition.is_current_kind():
        return True
    # The copy of a former link is read until that of the new one takes its place.
    shown = Edition.released(resource_id)
    return edition not in shown and not any(other.state == "examined" for other in shown)
