"""Name the standard a dataset follows, as its tables show, unless somebody chose otherwise."""

from __future__ import annotations

import logging
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise.remarks import SURE_ENOUGH
from ckanext.kanazawa.schemas.intake import machine
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.lease import Superseded, hold

log = logging.getLogger(__name__)


def name_standard(job: Job) -> None:
    """Fill in the standard that the shown edition of a resource follows.

    Raises:
        Superseded: another edition is shown meanwhile.
    """
    edition = Edition.shown(job.owner_id)
    if edition is None or edition.id != job.edition_id:
        raise Superseded(job.id)
    wanted = standard_of(edition)
    resource = model.Session.get(model.Resource, job.owner_id)
    if wanted is None or resource is None:
        return
    reader: Any = {"ignore_auth": True, "user": "", "for_update": True}
    dataset = tk.get_action("package_show")(reader, {"id": resource.package_id})
    hold(job)
    if _is_open(dataset, wanted, job.owner_id):
        _write(dataset["id"], wanted)
    model.Session.commit()


def standard_of(edition: Edition) -> dict[str, str] | None:
    """Return the dataset's fields that follow from an edition; None where nothing is sure.

    What is recognised less surely is shown as a guess on the edition, and named nowhere else.
    """
    if not edition.format or (edition.confidence or 0.0) < SURE_ENOUGH:
        return None
    try:
        found = load_format(edition.format)
    except FormatError:  # examined by a version of the portal that knew others
        return None
    # Where nobody checked the columns against the standard, no dataset is said to follow it.
    if found.status != "verified" or found.standard not in load_choices("standards"):
        return None
    version = found.version(edition.version) if edition.version else None
    return {
        "kanazawa_standard": str(found.standard),
        "kanazawa_standard_version": (version or found.current).title["ja"],
    }


def _is_open(dataset: dict[str, Any], wanted: dict[str, str], resource_id: str) -> bool:
    """Say whether the fields are ours to fill, and not what another table of it calls for."""
    present = {field: dataset.get(field) or "" for field in machine.STANDARD}
    by = dataset.get("kanazawa_standard_by") or ""
    if present == wanted or by == machine.PERSON:
        return False
    if by != machine.PORTAL:
        return not any(present.values())
    others = (r["id"] for r in dataset["resources"] if r["id"] != resource_id)
    shown = (Edition.shown(other) for other in others)
    return all(edition is None or standard_of(edition) != present for edition in shown)


def _write(dataset_id: str, wanted: dict[str, str]) -> None:
    site: Any = {"ignore_auth": True, "defer_commit": True}
    user = tk.get_action("get_site_user")(site, {})["name"]
    context: Any = {"ignore_auth": True, "user": user}
    try:
        with machine.as_portal():
            tk.get_action("package_patch")(context, {"id": dataset_id, **wanted})
    except tk.ValidationError as error:
        # Older metadata that would be refused today; whoever mends it names the standard.
        model.Session.rollback()
        log.info("Dataset %s keeps its standard: %s", dataset_id, sorted(error.error_dict))
