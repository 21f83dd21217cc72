"""Which edition an address means, for the reader who asks."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.tables.forms.links import LATEST


class StillExamined(Exception):
    """There will be a table here once it was examined."""


def resource_of(resource_id: str) -> model.Resource:
    """Return a resource the reader may see.

    Raises:
        ObjectNotFound: there is none, or it is not for this reader: the answer is the same.
    """
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None or resource.state != model.State.ACTIVE or resource.package is None:
        raise tk.ObjectNotFound(tk._("Resource not found"))
    if resource.package.state == model.State.DELETED:
        raise tk.ObjectNotFound(tk._("Resource not found"))
    try:
        tk.check_access("resource_show", context, {"id": resource_id})
    except tk.NotAuthorized as error:
        raise tk.ObjectNotFound(tk._("Resource not found")) from error
    return resource


def may_edit(resource_id: str) -> bool:
    """Say whether the reader may change a resource."""
    return tk.h.check_access("resource_update", {"id": resource_id})


def edition_of(resource: model.Resource, label: str) -> Edition:
    """Return the edition of an address, whether or not it holds a table.

    Args:
        resource: which the reader may see.
        label: date of the edition; "latest" means the newest released one.

    Raises:
        ObjectNotFound: there is none, or it is held or taken back and the reader no editor.
    """
    if label == LATEST:
        edition = Edition.shown(resource.id)
    else:
        edition = Edition.labelled(resource.id, label)
    if edition is None or edition.owner_type != RESOURCE:
        raise tk.ObjectNotFound(tk._("There is no such edition."))
    if edition.release != "released" and not may_edit(resource.id):
        raise tk.ObjectNotFound(tk._("There is no such edition."))
    return edition


def table_of(resource: model.Resource, label: str) -> Edition:
    """Return the edition whose table an address means.

    "latest" goes past an edition that is still being examined, or that turned out damaged:
    readers get the one before meanwhile.

    Raises:
        ObjectNotFound: as `edition_of`, or it is no table.
        StillExamined: nobody knows yet.
    """
    if label != LATEST:
        return _with_table(edition_of(resource, label))
    released = Edition.released(resource.id)
    for edition in released:
        if edition.state == "no-table":
            break
        if is_table(edition):
            return edition
    return _with_table(edition_of(resource, label))


def is_table(edition: Edition) -> bool:
    """Say whether a table was read from an edition."""
    return edition.state == "examined" and bool(edition.headings)


def _with_table(edition: Edition) -> Edition:
    if edition.state == "waiting":
        raise StillExamined(edition.id)
    if not is_table(edition):
        raise tk.ObjectNotFound(
            tk._("This file is no table, or could not be read as one. Download the file itself.")
        )
    return edition
