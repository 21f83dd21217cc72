"""The edition editors work on, and how its decisions come into force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.mend.remember import remember
from ckanext.kanazawa.schemas.tables.queue.put import put


def edition_to_mend(resource_id: str, *, examined: bool = True) -> Edition:
    """Return the newest edition of a resource.

    Args:
        resource_id: of a resource the caller may change.
        examined: a table must have been found in it.

    Raises:
        tk.ObjectNotFound: nothing was recorded.
        tk.ValidationError: it holds no table, or is not examined yet.
    """
    edition = Edition.newest(resource_id)
    if edition is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that was examined."))
    if examined and edition.state != "examined":
        message = tk._("The file is not examined yet, or holds no table.")
        raise tk.ValidationError({"resource_id": [message]})
    return edition


def decide(context: Context, edition: Edition, choices: Mapping[str, Any]) -> None:
    """Write choices, remember them, and have what is published made anew."""
    remember(edition, _dataset_id(edition), choices, _user_id(context))
    shown = Edition.shown(edition.owner_id)
    if shown is not None and shown.id == edition.id:
        put("load", edition.owner_id, edition.id)
        put("forms", edition.owner_id, edition.id)
    if not context.get("defer_commit"):
        model.repo.commit()


def decide_reading(context: Context, edition: Edition, choices: Mapping[str, Any]) -> None:
    """Write choices that change what is found, remember them, and examine the file again."""
    remember(edition, _dataset_id(edition), choices, _user_id(context))
    put("examine", edition.owner_id, edition.id)
    if not context.get("defer_commit"):
        model.repo.commit()


def _dataset_id(edition: Edition) -> str:
    resource = model.Session.get(model.Resource, edition.owner_id)
    return (resource.package_id if resource else None) or ""


def _user_id(context: Context) -> str:
    user = model.User.get(context.get("user") or "")
    return user.id if user else ""
