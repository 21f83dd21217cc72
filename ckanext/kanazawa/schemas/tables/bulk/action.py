"""Actions on many tables at once."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.organizations import find_organization
from ckanext.kanazawa.schemas.tables.bulk.described import described
from ckanext.kanazawa.schemas.tables.bulk.examine import examine_again
from ckanext.kanazawa.schemas.tables.bulk.jobs import KIND, begin
from ckanext.kanazawa.schemas.tables.bulk.stored import drop_zip, keep
from ckanext.kanazawa.schemas.tables.queue.put import put


def kanazawa_schemas_tables_examine(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Have tables examined again; what was found stays until then.

    Args:
        context: who may edit the datasets; all of the portal: a system administrator.
        data_dict: `organization` (id or name), or `datasets` (ids or names), or `all` (true).

    Returns:
        {"tables": how many}.

    Raises:
        tk.ObjectNotFound: no such organisation or dataset.
        tk.ValidationError: none of the three is given.

    Try: `ckanapi action kanazawa_schemas_tables_examine organization=kanazawa-city`
    """
    tk.check_access("kanazawa_schemas_tables_examine", context, data_dict)
    count = examine_again(**_wanted(data_dict))
    if not context.get("defer_commit"):
        model.repo.commit()
    return {"tables": count}


def _wanted(data_dict: DataDict) -> dict[str, Any]:
    if data_dict.get("organization"):
        return {"organization": find_organization(data_dict["organization"]).id}
    if data_dict.get("datasets"):
        return {"datasets": [_dataset(name).id for name in tk.aslist(data_dict["datasets"])]}
    if tk.asbool(data_dict.get("all") or False):
        return {}
    problem = tk._("Name an organisation or datasets, or ask for all.")
    raise tk.ValidationError({"organization": [problem]})


def _dataset(reference: Any) -> model.Package:
    found = model.Package.get(reference) if isinstance(reference, str) else None
    if found is None or found.state == model.State.DELETED:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return found


def kanazawa_schemas_import_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take in a ZIP of files and a sheet, and try what would become of it; nothing is changed.

    Args:
        context: `user`, who may create datasets of an organisation.
        data_dict: `upload` (the ZIP, multipart/form-data), `organization` (id or name,
            optional): the provider of rows that name none.

    Returns:
        As `kanazawa_schemas_import_show`.

    Raises:
        tk.ValidationError: it is too large, no whole ZIP, or holds no sheet.

    Try: `curl -F upload=@folder.zip -H "Authorization: …"
    https://<site>/api/3/action/kanazawa_schemas_import_create`
    """
    tk.check_access("kanazawa_schemas_import_create", context, data_dict)
    sent = data_dict.get("upload")
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise tk.ValidationError({"upload": [tk._("Please choose a file.")]})
    reference = data_dict.get("organization")
    organization = find_organization(reference) if reference else None
    user = model.User.get(context.get("user") or "")
    assert user is not None
    found = keep(sent, user_id=user.id, organization_id=organization.id if organization else None)
    put(KIND, found.id)
    shown = described(found)
    model.repo.commit()
    return shown


@tk.side_effect_free
def kanazawa_schemas_import_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how far an import is, and what became of each row.

    Args:
        context: who sent it.
        data_dict: `id`.

    Returns:
        {"id", "name", "size_bytes", "dry_run", "state" ("waiting", "running", "ended" or
        "failed"), "total", "done", "counts": {status: n}, "results": [{"row", "key", "title",
        "path", "status" ("made", "changed", "unchanged" or "refused"), "dataset", "changed"
        {ja, en}, "said" {ja, en}}, ...], "unused", "left", "error" {ja, en}, "created",
        "can_run"}.

    Raises:
        tk.ObjectNotFound: there is no such import, or it is somebody else's.

    Try: `ckanapi action kanazawa_schemas_import_show id=…`
    """
    tk.check_access("kanazawa_schemas_import_show", context, data_dict)
    return described(_import(context, data_dict))


@tk.side_effect_free
def kanazawa_schemas_import_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the imports of the user, the newest first, without the results of their rows.

    Args:
        context: `user`.
        data_dict: nothing.

    Try: `ckanapi action kanazawa_schemas_import_list`
    """
    tk.check_access("kanazawa_schemas_import_list", context, data_dict)
    user = model.User.get(context.get("user") or "")
    mine = BulkImport.user_id == (user.id if user else "")
    query = sa.select(BulkImport).where(mine, BulkImport.sink == "")
    found = model.Session.scalars(query.order_by(BulkImport.created.desc()))
    return [{**described(one), "results": []} for one in found]


def kanazawa_schemas_import_run(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take in for good what was tried.

    Args:
        context: who sent it.
        data_dict: `id`.

    Returns:
        As `kanazawa_schemas_import_show`.

    Raises:
        tk.ValidationError: it is still being tried, or was taken in already.

    Try: `ckanapi action kanazawa_schemas_import_run id=…`
    """
    tk.check_access("kanazawa_schemas_import_run", context, data_dict)
    found = _import(context, data_dict, for_update=True)
    if not begin(found):
        raise tk.ValidationError({"id": [tk._("There is nothing to take in at the moment.")]})
    shown = described(found)
    model.repo.commit()
    return shown


def kanazawa_schemas_import_delete(context: Context, data_dict: DataDict) -> None:
    """Remove an import and its ZIP; datasets it made stay.

    Args:
        context: who sent it.
        data_dict: `id`.

    Try: `ckanapi action kanazawa_schemas_import_delete id=…`
    """
    tk.check_access("kanazawa_schemas_import_delete", context, data_dict)
    found = _import(context, data_dict, for_update=True)
    drop_zip(found)
    model.Session.delete(found)
    model.repo.commit()


def _import(context: Context, data_dict: DataDict, *, for_update: bool = False) -> BulkImport:
    """Return an import of the user's own; others learn no more than of one that is not there."""
    import_id = tk.get_or_bust(data_dict, "id")
    found = None
    if isinstance(import_id, str):
        found = model.Session.get(
            BulkImport, import_id, populate_existing=True, with_for_update=for_update or None
        )
    user = model.User.get(context.get("user") or "")
    may = context.get("ignore_auth") or (
        user and (user.sysadmin or (found and found.user_id == user.id))
    )
    if found is None or found.sink or not may:
        raise tk.ObjectNotFound(tk._("There is no such import."))
    return found
