"""Put the embedded engine where CKAN makes its Solr client.

CKAN imports `make_connection` by name into several modules, so it is replaced in
each of them, once a process. Which engine answers is asked at every call: where
the plugin is not loaded, or the option says `solr`, CKAN's own function runs.
"""

from __future__ import annotations

import logging
from typing import Any

import ckan.lib.search as search
import ckan.logic as logic
import ckan.model as model
import ckan.plugins as p
from ckan.lib.search import common, index, query
from sqlalchemy.exc import SQLAlchemyError

from ckanext.kanazawa.search import config, locks
from ckanext.kanazawa.search.backends.postgres import PostgresEngine
from ckanext.kanazawa.search.errors import IndexNotReady

log = logging.getLogger(__name__)

_make_solr_connection = common.make_connection
_check_solr_schema_version = search.check_solr_schema_version
_clear_dataset = search.clear
_rebuild = locks.committing(search.rebuild)


def is_embedded() -> bool:
    """Return whether the embedded engine answers searches now."""
    return p.plugin_loaded("kanazawa_search") and config.engine() == "postgres"


def install() -> None:
    """Replace CKAN's functions with ones that choose the engine; may be called again."""
    for module in (common, index, query, search):
        setattr(module, "make_connection", _make_connection)  # noqa: B010 - unknown to the type
    search.check_solr_schema_version = _check_index
    search.clear = _clear
    search.rebuild = _rebuild
    logic.index_update_package = locks.index_update_package
    logic.index_remove_package = locks.index_remove_package


def _make_connection(decode_dates: bool = True) -> Any:
    if is_embedded():
        return PostgresEngine(decode_dates)
    return _make_solr_connection(decode_dates)


def _check_index(schema_file: str | None = None) -> bool:
    """Tell at start whether the index is there; a file to check is CKAN's business."""
    if schema_file is not None:
        return _check_solr_schema_version(schema_file)
    if not p.plugin_loaded("kanazawa_search"):
        return False  # it is just being unloaded: nobody searches now
    if config.engine() == "solr":
        return _check_solr_schema_version()
    try:
        is_ready = PostgresEngine().is_ready()
    except SQLAlchemyError as error:
        log.warning("The search index could not be looked at: %s", type(error).__name__)
        return False
    if not is_ready:
        log.warning("%s", IndexNotReady())
    return is_ready


def _clear(package_reference: str) -> None:
    """Take one dataset out of the index and commit; CKAN's command does not."""
    _clear_dataset(package_reference)
    if is_embedded():
        model.Session.commit()
