"""Actions: folders with a sheet, each dataset of which becomes a submission."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.acting import contributor
from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.folders.own import check_waiting, find_folder, mine, told
from ckanext.kanazawa.contribute.folders.sink import SINK
from ckanext.kanazawa.contribute.storage import pending_storage
from ckanext.kanazawa.contribute.submissions.access import check_body
from ckanext.kanazawa.contribute.submissions.fields import read_declarations
from ckanext.kanazawa.contribute.submissions.kinds import not_declared
from ckanext.kanazawa.contribute.submissions.reading import read_credit
from ckanext.kanazawa.contribute.submissions.steps import read_municipality
from ckanext.kanazawa.schemas.shared import (
    IMPORT_JOB,
    BulkImport,
    begin_import,
    drop_zip,
    keep_folder,
    put_job,
)

PREFIX = "kanazawa_contribute_submission_folder"


def kanazawa_contribute_submission_folder_create(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Take in a ZIP of files and a sheet, and try what would be submitted; nothing is yet.

    Args:
        context: a contributor in good standing.
        data_dict: `upload` (the ZIP, multipart/form-data); what holds for all of it:
            `municipality`, `body_id`, `credit` and `declarations`, as of
            `kanazawa_contribute_submission_create` (as JSON in a form).

    Returns:
        As `kanazawa_contribute_submission_folder_show`.

    Raises:
        tk.ValidationError: at the field: no whole ZIP, no sheet, something not declared.

    Try: `curl -F upload=@folder.zip -F 'credit={"how": "body"}' -F body_id=… -F declarations=…
    …/api/3/action/kanazawa_contribute_submission_folder_create`
    """
    tk.check_access(f"{PREFIX}_create", context, data_dict)
    user = contributor(context)
    facts = _facts(data_dict, user.id)
    check_waiting(user.id)
    sent = data_dict.get("upload")
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise tk.ValidationError({"upload": [tk._("Please choose a file.")]})
    pending_storage()  # says so where files cannot be uploaded
    found = keep_folder(sent, PENDING_STORAGE, user_id=user.id, sink=SINK, facts=facts)
    put_job(IMPORT_JOB, found.id)
    shown = told(found)
    model.repo.commit()
    return shown


def _facts(given: DataDict, user_id: str) -> dict[str, Any]:
    """Read what holds for all submissions of a folder."""
    check_body(given.get("body_id"), user_id)
    declarations = read_declarations(_object(given, "declarations"))
    credit = read_credit(_object(given, "credit"))
    municipality = read_municipality(given.get("municipality"))
    problems = not_declared(declarations)
    if not credit:
        problems["credit"] = [tk._("Say how you want to be credited.")]
    if municipality is None:
        problems["municipality"] = [tk._("Choose which city or town it is for.")]
    if problems:
        raise tk.ValidationError(dict(problems))
    return {
        "municipality": municipality,
        "body_id": given.get("body_id") or None,
        "credit": credit,
        "declarations": declarations,
        "locale": tk.h.kanazawa_language(),
    }


def _object(given: DataDict, name: str) -> Mapping[str, Any]:
    """Return what is an object in JSON, and its text in a form."""
    value = given.get(name) or {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, Mapping):
        raise tk.ValidationError({name: [tk._("This is not of the form expected.")]})
    return value


@tk.side_effect_free
def kanazawa_contribute_submission_folder_show(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Return how far a folder is, and what became of each row of its sheet.

    Args:
        context: who sent it.
        data_dict: `id`.

    Returns:
        As `kanazawa_schemas_import_show` ("dataset" of a row is the id of its submission), and
        "municipality", "body_id", "credit", "declarations".

    Raises:
        tk.ObjectNotFound: there is none, or it is somebody else's.

    Try: `ckanapi action kanazawa_contribute_submission_folder_show id=…`
    """
    tk.check_access(f"{PREFIX}_show", context, data_dict)
    return told(find_folder(tk.get_or_bust(data_dict, "id"), contributor(context).id))


@tk.side_effect_free
def kanazawa_contribute_submission_folder_list(
    context: Context, data_dict: DataDict
) -> list[dict[str, Any]]:
    """Return one's own folders, the newest first, without the results of their rows.

    Args:
        context: who asks.
        data_dict: nothing.

    Try: `ckanapi action kanazawa_contribute_submission_folder_list`
    """
    tk.check_access(f"{PREFIX}_list", context, data_dict)
    query = mine(contributor(context).id).order_by(BulkImport.created.desc())
    return [{**told(one), "results": []} for one in model.Session.scalars(query)]


def kanazawa_contribute_submission_folder_run(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Submit what was tried: each dataset of the sheet becomes a submission of its own.

    Args:
        context: who sent it, in good standing.
        data_dict: `id`.

    Returns:
        As `kanazawa_contribute_submission_folder_show`.

    Raises:
        tk.ValidationError: it is still being tried, or was submitted already.

    Try: `ckanapi action kanazawa_contribute_submission_folder_run id=…`
    """
    tk.check_access(f"{PREFIX}_run", context, data_dict)
    reference = tk.get_or_bust(data_dict, "id")
    found = find_folder(reference, contributor(context).id, for_update=True)
    if not begin_import(found):
        raise tk.ValidationError({"id": [tk._("There is nothing to submit at the moment.")]})
    shown = told(found)
    model.repo.commit()
    return shown


def kanazawa_contribute_submission_folder_delete(context: Context, data_dict: DataDict) -> None:
    """Remove a folder, its ZIP and the results; submissions that were made stay.

    Args:
        context: who sent it.
        data_dict: `id`.

    Try: `ckanapi action kanazawa_contribute_submission_folder_delete id=…`
    """
    tk.check_access(f"{PREFIX}_delete", context, data_dict)
    reference = tk.get_or_bust(data_dict, "id")
    found = find_folder(reference, contributor(context).id, for_update=True)
    drop_zip(found)
    model.Session.delete(found)
    model.repo.commit()
