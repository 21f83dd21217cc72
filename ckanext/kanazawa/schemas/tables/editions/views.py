"""The buttons of editors: confirm an edition, take it back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response

kanazawa_schemas_editions = Blueprint("kanazawa_schemas_editions", __name__)
BASE = "/dataset/<id>/resource/<resource_id>/editions/<label>"


@kanazawa_schemas_editions.route(f"{BASE}/confirm", methods=["POST"])
def confirm(id: str, resource_id: str, label: str) -> Response:
    """Let visitors see an edition."""
    edition = _decide("confirm", resource_id, label)
    if edition["release"] == "held":
        text = tk._("The edition of {date} is published as soon as it has been examined.")
    else:
        text = tk._("The edition of {date} is public.")
    tk.h.flash_success(text.format(date=edition["label"]))
    return _back(id, resource_id)


@kanazawa_schemas_editions.route(f"{BASE}/withdraw", methods=["POST"])
def withdraw(id: str, resource_id: str, label: str) -> Response:
    """Take an edition back."""
    before = _shown(resource_id)
    edition = _decide("withdraw", resource_id, label)
    now = _shown(resource_id)
    tk.h.flash_success(
        _taken_back(before == edition["label"], now).format(date=edition["label"], before=now)
    )
    return _back(id, resource_id)


def _shown(resource_id: str) -> str | None:
    """Return the label of the edition that visitors see; None where they see none."""
    try:
        editions = tk.get_action("kanazawa_schemas_edition_list")({}, {"resource_id": resource_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None  # said by what follows
    return next((found["label"] for found in editions if found["is_latest"]), None)


def _taken_back(was_shown: bool, now: str | None) -> str:
    """Return what to say of an edition that was taken back.

    Args:
        was_shown: visitors saw it before.
        now: label of the edition that they see; None where they see none.
    """
    if was_shown and now:
        return tk._(
            "The edition of {date} is no longer public. Visitors see the edition of {before} again."
        )
    if was_shown:
        return tk._(
            "The edition of {date} is no longer public, and there is no earlier one: visitors "
            "find no file here. You can still download it, and upload another."
        )
    if now:
        return tk._(
            "The edition of {date} is taken back. Visitors see the edition of {before}, as before."
        )
    return tk._(
        "The edition of {date} is taken back; it was not public. Visitors find no file here. You "
        "can still download it, and upload another."
    )


def _decide(verb: str, resource_id: str, label: str) -> dict[str, Any]:
    """Do what a button says; the token of its form is checked before each request."""
    try:
        edition = tk.get_action("kanazawa_schemas_edition_show")(
            {}, {"resource_id": resource_id, "label": label}
        )
        return tk.get_action(f"kanazawa_schemas_edition_{verb}")({}, {"id": edition["id"]})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such edition."))
    except tk.NotAuthorized:
        tk.abort(403, tk._("You may not edit this dataset."))


def _back(id: str, resource_id: str) -> Any:
    return tk.redirect_to("dataset_resource.read", id=id, resource_id=resource_id)
