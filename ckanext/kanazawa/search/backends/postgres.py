"""The embedded engine: what CKAN asks of its Solr client, answered by PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pysolr
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.kanazawa.search import reading, writing
from ckanext.kanazawa.search.connections import has_unfinished_writes
from ckanext.kanazawa.search.connections import reading as read_connection
from ckanext.kanazawa.search.errors import IndexNotReady, IndexNotWritten, InvalidQuery
from ckanext.kanazawa.search.query import params
from ckanext.kanazawa.search.query.compiler import Compiler
from ckanext.kanazawa.search.query.syntax import too_long
from ckanext.kanazawa.search.results import results
from ckanext.kanazawa.search.rows import rows

log = logging.getLogger(__name__)

_UNDEFINED_TABLE = "42P01"
_UNDEFINED_SCHEMA = "3F000"
_QUERY_CANCELED = "57014"
_PROGRAM_LIMIT_EXCEEDED = "54000"


class PostgresEngine:
    """Stands in for `pysolr.Solr` behind `ckan.lib.search.common.make_connection`.

    Writes belong to the transaction of CKAN's session: they appear and vanish with
    the dataset. Readers see what is committed; the session that wrote sees its own
    writes before that.
    """

    # CKAN names it in its error messages.
    url = "postgresql (kanazawa_search)"

    def __init__(self, decode_dates: bool = True) -> None:
        self._decode_dates = decode_dates

    def search(
        self, q: str = "*:*", search_handler: str | None = None, **given: Any
    ) -> pysolr.Results:
        """Search; takes Solr's parameters.

        Raises:
            InvalidQuery: the query is wrong, or takes too long.
            IndexNotReady: the migration has not been run.
        """
        asked = params.read(q, given)
        try:
            with read_connection() as (connection, is_private):
                docs, found, facets = reading.answer(connection, asked, is_private)
        except DBAPIError as error:
            raise _search_error(error) from error
        except RecursionError as error:
            # Negations and signs nest without brackets; SQLAlchemy writes them one in another.
            raise too_long() from error
        return results(docs, found, facets, asked, self._decode_dates)

    def add(self, docs: Iterable[Mapping[str, Any]], commit: bool = False, **_: Any) -> None:
        """Index documents in the session's transaction.

        Args:
            docs: documents as CKAN makes them for Solr.
            commit: ignored: CKAN asks for a commit in the middle of saving a dataset.

        Raises:
            IndexNotWritten: the database refused a document; nothing of it is kept.
        """
        for doc in docs:
            try:
                writing.write(rows(doc))
            except DBAPIError as error:
                log.exception("Dataset %s could not be indexed", doc.get("id"))
                raise _write_error(error) from error

    def delete(self, id: str | None = None, q: str | None = None, commit: bool = False) -> None:
        """Take documents out of the index, in the session's transaction.

        Args:
            id: an index id, or
            q: a query of the standard language.
            commit: ignored, as in `add`.
        """
        text = q if q is not None else f'index_id:"{id}"'
        try:
            writing.remove(Compiler().standard(text).sql())
        except DBAPIError as error:
            raise _write_error(error) from error

    def commit(self, **_: Any) -> None:
        """Commit what this session wrote; CKAN asks for it when it clears or rebuilds."""
        if has_unfinished_writes():
            model.Session.commit()

    def is_ready(self) -> bool:
        """Return whether the tables exist."""
        with read_connection() as (connection, _):
            found = connection.execute(sa.text("SELECT to_regclass('kanazawa_search.dataset')"))
            return found.scalar() is not None


def _is_missing(error: DBAPIError) -> bool:
    return getattr(error.orig, "pgcode", None) in (_UNDEFINED_TABLE, _UNDEFINED_SCHEMA)


def _search_error(error: DBAPIError) -> Exception:
    if _is_missing(error):
        not_ready = IndexNotReady()
        log.error("%s", not_ready)
        return not_ready
    if getattr(error.orig, "pgcode", None) == _QUERY_CANCELED:
        return InvalidQuery(tk._("The search took too long. Look for something more specific."))
    if getattr(error.orig, "pgcode", None) == _PROGRAM_LIMIT_EXCEEDED:
        return too_long()
    log.error("Searching failed: %.500s", error.orig)
    return pysolr.SolrError(f"PostgreSQL: {type(error.orig).__name__}")


def _write_error(error: DBAPIError) -> Exception:
    if _is_missing(error):
        return IndexNotWritten(str(IndexNotReady()))
    return IndexNotWritten(f"PostgreSQL: {type(error.orig).__name__}")
