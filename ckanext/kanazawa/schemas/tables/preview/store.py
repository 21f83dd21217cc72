"""Read-only connections to the DataStore, for no longer than a visitor waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins as p
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

# What a question may cost; longer ones are given up, and the page says so.
TIMEOUT_MS = 5_000
CANCELLED = "57014"
# The table, or a column of it, is gone: it was swapped for another between two questions.
SWAPPED = ("42P01", "42703")


class TooSlowError(Exception):
    """A question took longer than a visitor should wait."""


class TableChangedError(Exception):
    """The table became another one while it was read."""


def is_available() -> bool:
    """Say whether there is a DataStore at all."""
    return p.plugin_loaded("datastore")


@contextmanager
def reading(timeout_ms: int = TIMEOUT_MS) -> Iterator[sa.Connection]:
    """Give a connection to the DataStore.

    Raises:
        TooSlowError: a question took too long.
        TableChangedError: ask again from the beginning.
    """
    from ckanext.datastore.backend.postgres import (  # pyright: ignore[reportMissingImports]
        get_read_engine,
    )

    with get_read_engine().connect() as connection:
        try:
            connection.execute(sa.text(f"SET LOCAL statement_timeout = {int(timeout_ms)}"))
            yield connection
        except DBAPIError as error:
            code = getattr(error.orig, "pgcode", None)
            if code == CANCELLED:
                raise TooSlowError from error
            if code in SWAPPED:
                raise TableChangedError from error
            raise
