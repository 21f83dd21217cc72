"""`q` of `datastore_search` finds parts of Japanese words in the tables we loaded.

CKAN asks PostgreSQL for English words. For our tables the queries are replaced by ours;
everything else, and every other table, is left to CKAN.

CKAN lets plugins change its queries (IDatastore), but insists that its own plugin is loaded
before those that do; its templates must come after ours, and with them the plugin. So the
method that its plugin calls is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ckanext.datastore.backend import DatastoreBackend  # pyright: ignore[reportMissingImports]
from ckanext.datastore.backend import postgres as core  # pyright: ignore[reportMissingImports]
from ckanext.kanazawa.schemas.tables.load import fulltext
from ckanext.kanazawa.schemas.tables.load.query import plain_query, written_query
from ckanext.kanazawa.schemas.tables.load.staging import quoted

Hook = Callable[[Any, dict[str, Any], dict[str, Any], dict[str, Any]], dict[str, Any]]
_NAME = re.compile(r' as "(?:[^"]|"")*"$')
_MARK = "kanazawa_schemas_wrapped"


def extend_datastore() -> None:
    """Let the DataStore's searches pass through here, where there is a DataStore."""
    try:
        backend: Any = DatastoreBackend.get_active_backend()
    except AttributeError:  # the plugin is not loaded
        return
    if not isinstance(backend, core.DatastorePostgresqlBackend):
        return
    if not hasattr(backend.datastore_search, _MARK):
        backend.datastore_search = _wrapped(backend.datastore_search)


def _wrapped(hook: Hook) -> Hook:
    def datastore_search(
        context: Any,
        data_dict: dict[str, Any],
        fields_types: dict[str, Any],
        query_dict: dict[str, Any],
    ) -> dict[str, Any]:
        query = hook(context, data_dict, fields_types, query_dict)
        wanted = _wanted(data_dict)
        if wanted and fulltext.is_ours(context["connection"], data_dict["resource_id"]):
            _replace(query, data_dict, wanted)
        return query

    setattr(datastore_search, _MARK, True)
    return datastore_search


def _wanted(data_dict: dict[str, Any]) -> dict[str | None, str]:
    """Return column → text to look for, as CKAN reads its parameters; None for the whole row."""
    q, full_text = data_dict.get("q"), data_dict.get("full_text")
    whole = full_text or (q if isinstance(q, str) else None)
    wanted: dict[str | None, str] = {None: whole} if whole else {}
    if isinstance(q, dict):
        wanted |= q
    return {column: text for column, text in wanted.items() if text}


def _replace(
    query: dict[str, Any], data_dict: dict[str, Any], wanted: dict[str | None, str]
) -> None:
    """Put our queries and words in the places of CKAN's."""
    written = plain_query if data_dict.get("plain", True) else written_query
    language = core.literal_string(core._fts_lang(data_dict.get("language")))
    tables: list[str] = []
    for number, (column, text) in enumerate(wanted.items()):
        alias = quoted(f"query {column}" if column else "query")
        name = f"kanazawa_query_{number}"
        tables.append(f", (SELECT CAST(:{name} AS tsquery) AS {alias}) AS {alias}")
        # The index narrows the rows down, before words of single columns are made.
        query["where"].append((f"_full_text @@ {alias}", {name: written(text)}))
        if column:
            cell = f"cast({quoted(column)} as text)"
            theirs = f"to_tsvector({language}, {cell})"
            _rewrite(query, theirs, f"coalesce({fulltext.WORDS_FUNCTION}({cell}), '')")
    query["ts_query"] = "".join(tables)
    if data_dict.get("records_format") == "lists":
        query["select"] = without_names(query["select"])
    if not data_dict.get("sort"):
        # Rows of one rank come in one order, page after page. What is distinct has no rank.
        query["sort"] = [] if query.get("distinct") else [*query["sort"], '"_id" asc']


def without_names(columns: list[str]) -> list[str]:
    """Leave out the names CKAN gives ranks, which are wrong SQL inside a list."""
    return [_NAME.sub("", column) for column in columns]


def _rewrite(query: dict[str, Any], theirs: str, ours: str) -> None:
    query["select"] = [text.replace(theirs, ours) for text in query["select"]]
    query["sort"] = [text.replace(theirs, ours) for text in query["sort"]]
    query["where"] = [(text.replace(theirs, ours), *rest) for text, *rest in query["where"]]
