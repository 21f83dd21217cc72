"""Let a resource say what its shown edition is: name, size, hash, DataStore."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.lib.search import rebuild

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.files.edition import current_edition, file_fields, no_file_fields
from ckanext.kanazawa.schemas.intake.machine import fill_resource_name, follow_file_name
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.load.flags import set_flag
from ckanext.kanazawa.schemas.tables.load.table import drop_table
from ckanext.kanazawa.schemas.tables.load.withheld import is_withheld
from ckanext.kanazawa.schemas.tables.queue.put import put

log = logging.getLogger(__name__)
# Somebody waits for the answer of their click; a job has more time for readers.
PATIENCE_S = 2.0
Fields = dict[str, Any]


def show_newest(
    resource_id: str, change: Callable[[], None], *, user_id: str | None = None
) -> None:
    """Change which editions are released, and let the resource follow, in one transaction.

    Args:
        resource_id: whose editions they are.
        change: writes to the session; called again where the first attempt was rolled back.
        user_id: who does it; None for the portal itself.
    """
    change()
    fields = _to_change(resource_id)
    _load_anew(resource_id)
    if not fields:
        model.Session.commit()
        return
    try:
        _patch(resource_id, fields, user_id)
    except (tk.ValidationError, tk.ObjectNotFound):
        # Metadata that would be refused today must not keep a file public: CKAN undid the
        # change, so it is done again, and the resource written directly.
        log.warning(
            "Resource %s is written without validation: its dataset is refused", resource_id
        )
        model.Session.rollback()
        change()
        _load_anew(resource_id)
        _write(resource_id, _to_change(resource_id))


def withhold_rows(resource_id: str) -> None:
    """Drop the rows of an edition that was taken back; the job "load" brings the one before.

    Nobody reads them from the moment it was (`load.withheld`). They are dropped at once where
    nobody reads them already, so that nothing waits for a busy worker.
    """
    if not plugins.plugin_loaded("datastore") or not is_withheld(resource_id):
        return
    set_flag(resource_id, False)
    try:
        drop_table(resource_id, lambda _rows: None, PATIENCE_S)
    except TableError as error:
        shown = Edition.shown(resource_id)
        put("load", resource_id, shown.id if shown else None)
        model.Session.commit()
        log.info("The rows of resource %s are left to the job: %s", resource_id, error.code)


def _load_anew(resource_id: str) -> None:
    """Have the rows of the shown edition loaded, and its forms written after that."""
    shown = Edition.shown(resource_id)
    if shown is None or shown.state in ("examined", "no-table"):
        put("load", resource_id, shown.id if shown else None)


def _to_change(resource_id: str) -> Fields:
    """Return the fields of a resource that are not what its shown edition says."""
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None or resource.url_type != "upload":
        return {}
    file = current_edition(resource_id, resource.hash)
    wanted = file_fields(file) if file else no_file_fields()
    if (resource.hash or "") == wanted["hash"] and resource.url == wanted["url"]:
        return {}
    changed = file.created if file else datetime.now(timezone.utc)
    wanted["last_modified"] = changed.astimezone(timezone.utc).replace(tzinfo=None)
    if file is not None:
        wanted["modified"] = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return wanted


def _patch(resource_id: str, fields: Fields, user_id: str | None) -> None:
    user = model.User.get(user_id) if user_id else None
    # The commit belongs to the patch: the change of the editions waits for it.
    reader: Any = {"ignore_auth": True, "defer_commit": True}
    name = user.name if user else tk.get_action("get_site_user")(reader, {})["name"]
    context: Any = {"ignore_auth": True, "user": name, "auth_user_obj": user}
    patch = {**fields, "id": resource_id, "last_modified": fields["last_modified"].isoformat()}
    tk.get_action("resource_patch")(context, patch)
    model.Session.commit()


def _write(resource_id: str, fields: Fields) -> None:
    """Write the columns of a resource, and index its dataset."""
    resource = model.Session.get(model.Resource, resource_id)
    if resource is not None and fields:
        fields = {**fields, **_title_with(resource, fields)}
        columns = set(model.resource_table.columns.keys())
        extras = dict(resource.extras or {})
        for name, value in fields.items():
            if name in columns:
                setattr(resource, name, value)
            else:
                extras[name] = value
        resource.extras = extras
        resource.package.metadata_modified = datetime.now(timezone.utc).replace(tzinfo=None)
    model.Session.commit()
    if resource is not None and resource.package.state == model.State.ACTIVE:
        rebuild(resource.package_id)


def _title_with(resource: model.Resource, fields: Fields) -> Fields:
    """Return the title of a resource where it only repeats the name of its former file.

    What must not be read may stand in that name.
    """
    extras = resource.extras or {}
    names = _translations(extras.get("name_translated"))
    stored = {
        "name_translated": names,
        "url": resource.url,
        "url_type": resource.url_type,
        "kanazawa_filename": extras.get("kanazawa_filename"),
    }
    wanted: Fields = {**fields, "name_translated": names, "name": resource.name}
    follow_file_name(wanted, stored)
    fill_resource_name(wanted)
    if wanted["name_translated"] == names:
        return {}
    # As ckanext-fluent keeps it.
    return {"name": wanted["name"], "name_translated": json.dumps(wanted["name_translated"])}


def _translations(kept: Any) -> dict[str, str]:
    """Return the texts of a field in several languages, as the database holds them."""
    try:
        found = json.loads(kept) if isinstance(kept, str) else kept
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
