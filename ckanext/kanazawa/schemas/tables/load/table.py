"""Load one table into the DataStore, whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.datastore.backend.postgres import (  # pyright: ignore[reportMissingImports]
    get_write_engine,
)
from ckanext.kanazawa.schemas.files.scratch import scratch_folder
from ckanext.kanazawa.schemas.tables.contents import Content
from ckanext.kanazawa.schemas.tables.load import (
    dictionary,
    fulltext,
    staging,
    stats,
    swap,
    withheld,
)
from ckanext.kanazawa.schemas.tables.load.columns import Column, columns_of
from ckanext.kanazawa.schemas.tables.load.errors import BusyError, LoadError
from ckanext.kanazawa.schemas.tables.load.spool import Spool, spooled
from ckanext.kanazawa.schemas.tables.load.types import watches
from ckanext.kanazawa.schemas.tables.row_numbers import Runs

log = logging.getLogger(__name__)
# SQLSTATE → what to say. https://www.postgresql.org/docs/15/errcodes-appendix.html
_REFUSALS = {
    "54000": "load-row-too-wide",
    "54001": "load-row-too-wide",
    "54011": "load-row-too-wide",
    "53100": "load-disk-full",
    "2BP01": "load-table-needed",
}
# Deadlock, serialisation, lock; too many connections; shut down or starting.
_PASSING = ("40", "53300", "55P03", "57P", "08")


@dataclass(frozen=True)
class Loaded:
    """What was loaded.

    Attributes:
        rows: of the table.
        columns: of the table, and of the file.
        runs: which row of the file each row was.
        facts: worth telling editors: headings that changed, columns left out.
    """

    rows: int
    columns: list[Column]
    runs: Runs | None
    facts: dict[str, Any]


def load_table(
    content: Content,
    resource_id: str,
    *,
    edition_id: str = "",
    tell: Callable[[int], None],
    before_swap: Callable[[int], None] = lambda rows: None,
) -> Loaded:
    """Replace the DataStore table of a resource.

    Args:
        content: the published table, open.
        resource_id: whose table it becomes.
        edition_id: of the rows; where it is taken back, nobody reads them any more.
        tell: called with the rows done so far.
        before_swap: called with the number of rows when the old table is locked and the new
            one ready; what it raises leaves the old table.

    Raises:
        LoadError: the DataStore cannot hold it; BusyError where a later try may succeed.
        FileError: the file turns out damaged.
    """
    columns = columns_of(content.table.headings)
    engine = get_write_engine()
    with _explained(), scratch_folder("load") as folder:
        fulltext.ensure_functions(engine)
        with engine.connect() as connection:
            texts = dictionary.text_columns(_comments(connection, resource_id))
        watched = watches(columns, content.recognition, texts)
        spool = spooled(content.table, watched, folder, tell)
        with engine.begin() as connection:
            _claim(connection, resource_id)
            _fill_and_swap(connection, resource_id, content, spool, tell)
            if edition_id:
                withheld.mark(connection, resource_id, edition_id)
            before_swap(spool.rows)
    return Loaded(spool.rows, columns, spool.runs, _facts(content, columns))


def _fill_and_swap(
    connection: sa.Connection,
    resource_id: str,
    content: Content,
    spool: Spool,
    tell: Callable[[int], None],
) -> None:
    name = staging.staging_name(resource_id)
    table = content.table

    def alive() -> None:
        tell(spool.rows)

    staging.create(connection, name, spool.watched)
    taken = staging.fill(connection, name, spool, alive)
    if taken != spool.rows:
        raise LoadError("load-rows-differ", expected=spool.rows, found=taken)
    indexes = staging.finish(connection, name, spool, alive)
    swap.lock(connection, resource_id, alive)
    # Read under the lock: an editor may have saved the dictionary while the table was filled.
    before = _comments(connection, resource_id)
    columns = [watch.column for watch in spool.watched]
    comments = dictionary.new_comments(columns, content.recognition, table.units, before)
    swap.replace(connection, name, resource_id, indexes, comments)
    waiting = stats.give_back(connection, resource_id)
    stats.count(connection, resource_id, spool.rows, waiting)


def _comments(connection: sa.Connection, resource_id: str) -> dict[str, dict[str, Any]]:
    """Return the data dictionary of the table that is there, or of the one that had to go."""
    left = stats.left_of(connection, resource_id)
    return {**left.comments, **dictionary.comments_of(connection, resource_id)}


def _claim(connection: sa.Connection, resource_id: str) -> None:
    """Let two loads of one table not run side by side; the second one comes back later."""
    query = sa.text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    if not connection.scalar(query, {"name": f"kanazawa load {resource_id}"}):
        raise BusyError("load-already-running")


def _facts(content: Content, columns: list[Column]) -> dict[str, Any]:
    renamed = {c.heading: c.id for c in columns if c.heading != c.id}
    kept = {column.index for column in columns}
    dropped = [text for i, text in enumerate(content.table.headings) if i not in kept]
    return {"renamed": renamed, "dropped": dropped}


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what PostgreSQL refuses into errors with texts of ours."""
    try:
        yield
    except DBAPIError as error:
        raise _load_error(error.orig) from error
    except psycopg2.Error as error:
        raise _load_error(error) from error


def _load_error(error: BaseException | None) -> LoadError:
    code = getattr(error, "pgcode", None)
    log.warning("The DataStore refused a table (%s): %s", code, error)
    if code is None and isinstance(error, psycopg2.OperationalError):
        return BusyError("load-datastore-away")
    if code in _REFUSALS:
        return LoadError(_REFUSALS[code])
    if code is not None and code.startswith(_PASSING):
        return BusyError("load-datastore-away")
    return LoadError("load-refused")


def drop_table(
    resource_id: str, tell: Callable[[int], None], patience_s: float = swap.PATIENCE_S
) -> bool:
    """Remove the table of a resource if we loaded it, and say whether there was one.

    Args:
        resource_id: whose table.
        tell: called while it waits.
        patience_s: how long to wait for those who read it.

    Raises:
        BusyError: somebody reads it all the time, or the DataStore does not answer.
    """
    with _explained(), get_write_engine().begin() as connection:
        if not fulltext.is_ours(connection, resource_id):
            return False
        swap.remove(connection, resource_id, lambda: tell(0), patience_s)
        return True
