"""Pages for searches that fail where CKAN's own page does not say so."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
from ckan.lib.search.common import SearchError
from flask import Blueprint

from ckanext.kanazawa.search.errors import (
    MIGRATE_COMMAND,
    REBUILD_COMMAND,
    IndexNotReady,
    InvalidQuery,
)

__all__ = ["kanazawa_search"]

log = logging.getLogger(__name__)

kanazawa_search = Blueprint("kanazawa_search", __name__)


@kanazawa_search.app_errorhandler(SearchError)
def _failed_search(error: SearchError) -> tuple[str, int]:
    """Tell that searching failed; with this plugin alone, also what is wrong with a query."""
    if isinstance(error, InvalidQuery):
        # The plugin `kanazawa` tells it itself, for the API and for both engines.
        return _page(400, error.reader_message)
    log.error("Search failed: %s", error)
    return _page(503, tk._("There was an error while searching. Please try again."))


@kanazawa_search.app_errorhandler(IndexNotReady)
def _index_not_ready(error: IndexNotReady) -> tuple[str, int]:
    """Tell whoever sets up the portal what to type."""
    message = tk._(
        "The search index does not exist yet. The administrator of this portal makes it "
        "with “{migrate}” and fills it with “{rebuild}”."
    )
    return _page(503, message.format(migrate=MIGRATE_COMMAND, rebuild=REBUILD_COMMAND))


def _page(code: int, content: str) -> tuple[str, int]:
    variables = {"code": code, "content": content, "name": tk._("Search")}
    return tk.render("error_document_template.html", variables), code
