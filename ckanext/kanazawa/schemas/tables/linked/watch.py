"""Have a linked table fetched when a resource comes to link to it, whoever wrote it.

The rows of what it was before, a file or another link, go: at once, or when it is known what
the new link leads to.

CKAN's hooks miss resources that change through their dataset; the database does not.
"""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins as plugins
from sqlalchemy import event
from sqlalchemy.orm.attributes import get_history

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.linked.links import link_of
from ckanext.kanazawa.schemas.tables.queue.put import put

CHANGED, TURNED = "kanazawa_schemas_links", "kanazawa_schemas_turned"
UPLOAD = "upload"
# Columns that decide whether, and from where, a file is fetched.
DECISIVE = ("url", "url_type", "format", "state")


@event.listens_for(model.Resource, "after_insert")
def _inserted(_mapper: Any, _connection: Any, resource: model.Resource) -> None:
    _note(resource)


@event.listens_for(model.Resource, "after_update")
def _updated(_mapper: Any, _connection: Any, resource: model.Resource) -> None:
    if any(get_history(resource, name).has_changes() for name in DECISIVE):
        _note(resource)
    kind = get_history(resource, "url_type")
    turned = UPLOAD in (*kind.added, *kind.deleted)
    moved = resource.url_type != UPLOAD and get_history(resource, "url").has_changes()
    if (turned or moved) and plugins.plugin_loaded("kanazawa_schemas"):
        model.Session.info.setdefault(TURNED, set()).add(resource.id)


def _note(resource: model.Resource) -> None:
    if not plugins.plugin_loaded("kanazawa_schemas"):
        return
    if config.examine() and config.fetch_links() and link_of(resource) is not None:
        model.Session.info.setdefault(CHANGED, set()).add(resource.id)


@event.listens_for(model.Session, "before_commit")
def _put(session: Any) -> None:
    """Put the jobs into the transaction that brings the links."""
    for resource_id in session.info.pop(CHANGED, ()):
        put("fetch", resource_id)
    for resource_id in session.info.pop(TURNED, ()):
        if config.examine() and Edition.newest_first(resource_id):
            put("load", resource_id)


@event.listens_for(model.Session, "after_rollback")
def _forget(session: Any) -> None:
    if session.get_nested_transaction() is None:
        session.info.pop(CHANGED, None)
        session.info.pop(TURNED, None)
