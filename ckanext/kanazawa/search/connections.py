"""Read-only connections for searching, apart from CKAN's own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from ckanext.kanazawa.search import config

_WRITTEN = "kanazawa_search_written"
_engines: dict[tuple[int, str], sa.Engine] = {}
_lock = threading.Lock()


def _read_engine() -> sa.Engine:
    """Return this process's engine; a forked child must not share its parent's sockets."""
    key = (os.getpid(), config.database_url())
    with _lock:
        if key not in _engines:
            _engines[key] = sa.create_engine(
                config.database_url(),
                pool_size=config.read_pool_size(),
                pool_pre_ping=True,
                # One snapshot for hits, documents and facets.
                isolation_level="REPEATABLE READ",
            )
            event.listen(_engines[key], "connect", _make_read_only)
    return _engines[key]


def _make_read_only(connection: Any, _record: object) -> None:
    connection.set_session(readonly=True)
    with connection.cursor() as cursor:
        # A short query gains nothing from compiling it, and waits for it.
        cursor.execute("SET jit = off")
    connection.commit()


@contextmanager
def reading() -> Iterator[tuple[sa.Connection, bool]]:
    """Lend a connection that reads one consistent state of the index.

    Whoever wrote to the index in a transaction that is still open, reads through
    that transaction and sees their own writes; everybody else reads what is
    committed, on a read-only connection.

    Yields:
        the connection, and whether it sees more than what is committed.
    """
    if has_unfinished_writes():
        connection = model.Session.connection()
        with connection.begin_nested():
            _limit_time(connection)
            yield connection, True
            # Released, not rolled back: the limit would outlive the savepoint.
            connection.execute(sa.text("SET LOCAL statement_timeout TO DEFAULT"))
        return
    with _read_engine().connect() as connection:
        _limit_time(connection)
        yield connection, False


def _limit_time(connection: sa.Connection) -> None:
    connection.execute(
        sa.text("SELECT set_config('statement_timeout', :limit, true)"),
        {"limit": str(config.statement_timeout_ms())},
    )


def note_write() -> None:
    """Remember that the open transaction of this thread holds index writes."""
    session = model.Session()
    session.info[_WRITTEN] = True


def has_unfinished_writes() -> bool:
    """Return whether this thread wrote to the index and has not committed yet."""
    # The registry is asked first: looking must not open a session.
    if not model.Session.registry.has():
        return False
    session = model.Session()
    return bool(session.info.get(_WRITTEN)) and session.in_transaction()


@event.listens_for(Session, "after_transaction_end")
def _forget_writes(session: Session, transaction: Any) -> None:
    """Forget writes when the outermost transaction ends, however it ends."""
    if transaction.parent is None:
        session.info.pop(_WRITTEN, None)
