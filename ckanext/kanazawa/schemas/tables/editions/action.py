"""Actions: the editions of a resource; confirm them, take them back."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.schemas.files.access import may_edit
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.tables.editions import release
from ckanext.kanazawa.schemas.tables.editions.describe import described


@tk.side_effect_free
def kanazawa_schemas_edition_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the editions of a resource, newest first.

    Args:
        context: whoever may see the resource; editors see what is held or was taken back, too.
        data_dict: `resource_id`.

    Returns:
        [{"id", "label", "name", "created", "is_latest", "size_bytes", "sha256", "state",
        "rows", "columns", "format", "version", "url" (the file as it came), "forms":
        [{"form", "label", "url", "size", "losses", "losses_url"}]}, ...]; to editors also
        "release", "personal", "needs_confirmation", "confirmed_by", "confirmed_at", "error",
        "events".

    Raises:
        tk.ValidationError: `resource_id` is missing.
        tk.ObjectNotFound: there is no such resource.

    Try: `ckanapi action kanazawa_schemas_edition_list resource_id=…`
    """
    resource_id = _text(data_dict, "resource_id")
    tk.check_access("kanazawa_schemas_edition_list", context, {"resource_id": resource_id})
    to_editor = may_edit(context, resource_id)
    shown = Edition.shown(resource_id)
    return [
        described(edition, shown, to_editor=to_editor)
        for edition in Edition.newest_first(resource_id)
        if to_editor or edition.release == "released"
    ]


@tk.side_effect_free
def kanazawa_schemas_edition_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one edition, as `kanazawa_schemas_edition_list` does.

    Args:
        context: whoever may see it.
        data_dict: `id`, or `resource_id` and `label` ("latest", or the date of the edition).

    Raises:
        tk.ValidationError: nothing tells which.
        tk.ObjectNotFound: there is none, or none that the caller may see.

    Try: `ckanapi action kanazawa_schemas_edition_show resource_id=… label=latest`
    """
    edition = _wanted(data_dict)
    tk.check_access("kanazawa_schemas_edition_show", context, {"id": edition.id})
    to_editor = may_edit(context, edition.owner_id)
    if edition.release != "released" and not to_editor:
        raise tk.ObjectNotFound(tk._("There is no such edition."))
    return described(edition, Edition.shown(edition.owner_id), to_editor=to_editor)


def kanazawa_schemas_edition_confirm(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say that an edition may be public: one that waits, was warned about, or was taken back.

    Args:
        context: an editor of the resource.
        data_dict: `id` of the edition.

    Returns:
        The edition, as `kanazawa_schemas_edition_show`.

    Raises:
        tk.ValidationError: `id` is missing.
        tk.ObjectNotFound: there is no such edition.

    Try: `ckanapi action kanazawa_schemas_edition_confirm id=…`
    """
    return _decided(context, data_dict, "confirm")


def kanazawa_schemas_edition_withdraw(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take an edition back: file, forms and rows of the one before it are public again.

    Editions with the same bytes go with it. Where there was none before, the resource has no
    public file. Editors still reach the bytes; `kanazawa_schemas_edition_confirm` undoes it.

    Args:
        context: an editor of the resource.
        data_dict: `id` of the edition.

    Returns:
        The edition, as `kanazawa_schemas_edition_show`.

    Raises:
        tk.ValidationError: `id` is missing.
        tk.ObjectNotFound: there is no such edition.

    Try: `ckanapi action kanazawa_schemas_edition_withdraw id=…`
    """
    return _decided(context, data_dict, "withdraw")


def _decided(context: Context, data_dict: DataDict, verb: str) -> dict[str, Any]:
    edition = _wanted({"id": _text(data_dict, "id")})
    tk.check_access(f"kanazawa_schemas_edition_{verb}", context, {"id": edition.id})
    user = model.User.get(context.get("user") or "")
    edition_id, decide = edition.id, getattr(release, verb)
    decide(edition, user.id if user else None)
    edition = _wanted({"id": edition_id})
    return described(edition, Edition.shown(edition.owner_id), to_editor=True)


def _wanted(data_dict: DataDict) -> Edition:
    """Return the edition of a resource that a request names."""
    if data_dict.get("id"):
        edition = model.Session.get(Edition, _text(data_dict, "id"), populate_existing=True)
    else:
        resource_id, label = _text(data_dict, "resource_id"), _text(data_dict, "label")
        is_latest = label == "latest"
        edition = Edition.shown(resource_id) if is_latest else Edition.labelled(resource_id, label)
    if edition is None or edition.owner_type != RESOURCE:
        raise tk.ObjectNotFound(tk._("There is no such edition."))
    return edition


def _text(data_dict: DataDict, name: str) -> str:
    value = data_dict.get(name)
    if value in (None, ""):
        raise tk.ValidationError({name: [tk._("Missing value")]})
    if not isinstance(value, str):
        raise tk.ValidationError({name: [tk._("Text is expected here.")]})
    return value
