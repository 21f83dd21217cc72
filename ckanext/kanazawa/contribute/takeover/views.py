"""Page: `/review/<id>/edit`, where a steward edits what is in review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.contribute.pages import allow, call, refusals, require_login
from ckanext.kanazawa.contribute.protect import protect
from ckanext.kanazawa.contribute.submissions import forms, page
from ckanext.kanazawa.contribute.submissions.looks import look_of
from ckanext.kanazawa.contribute.takeover.edit import REVIEWING
from ckanext.kanazawa.responses import keep_nowhere

kanazawa_takeover = Blueprint("kanazawa_takeover", __name__)
RULE = "/review/<id>/edit"


@kanazawa_takeover.route(RULE, endpoint="index")
def index(id: str) -> Any:
    """Show the form."""
    return require_login() or _not_now(_found(id)) or _form(id, {}, {})


@kanazawa_takeover.route(RULE, methods=["POST"], endpoint="save")
def save(id: str) -> Any:
    """Save the form: fields, files added or left out, cells of a correction."""
    protect()
    refusal = require_login() or _not_now(_found(id))
    if refusal is not None:
        return refusal
    try:
        with refusals(tk._("File not found")):
            _save(id)
    except tk.ValidationError as error:
        model.Session.rollback()
        return _not_now(_found(id)) or _form(id, request.form, error.error_dict)
    tk.h.flash_success(tk._("Saved as a new revision."))
    stays = request.form.get("remove") or _uploads()
    return tk.redirect_to("kanazawa_takeover.index" if stays else "kanazawa_review.show", id=id)


def _save(id: str) -> None:
    if request.form.get("remove"):
        call("review_file_remove", id=id, key=request.form["remove"])
        return
    submission = _found(id)
    given: dict[str, Any] = forms.typed("files", request.form)
    if submission["kind"] == "correction":
        given["fields"] = {"changes": _changes(submission["fields"].get("changes") or [])}
    elif _has_about(submission["kind"]):
        given |= forms.typed("about", request.form)
    call("review_edit", id=id, revision=request.form.get("revision"), **given)
    for upload in _uploads():
        call("review_file_add", id=id, upload=upload)


def _changes(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a correction that stay, with what was typed for them."""
    return [
        {**one, "new": request.form.get(f"new-{number}", one["new"])}
        for number, one in enumerate(changes)
        if request.form.get(f"keep-{number}")
    ]


def _uploads() -> list[Any]:
    return [one for one in request.files.getlist("upload") if one.filename]


def _has_about(kind: str) -> bool:
    return kind != "correction" and "about" in forms.step_names(kind)


def _found(id: str) -> dict[str, Any]:
    """Return a submission that the reader reviews; what one may not see is not there."""
    keep_nowhere()
    allow("review_edit")
    with refusals(tk._("Submission not found")):
        call("review_show", id=id)
        return page.act("show", id=id)


def _not_now(submission: dict[str, Any]) -> Any:
    if submission["state"] in REVIEWING and submission["kind"] != "report":
        return None
    tk.h.flash_error(tk._("Begin the review first: only what is in review can be edited."))
    return tk.redirect_to("kanazawa_review.show", id=submission["id"])


def _form(id: str, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> Any:
    submission = _found(id)
    values = forms.shown(submission)
    if typed:
        values = forms.retyped("about", request.form, values)
    facts = {
        "submission": submission,
        "step": "about",
        "steps": [{"name": "about", "label": tk._("Edit")}],
        "missing": [],
        "needed": set(),
        "has_about": _has_about(submission["kind"]),
        "values": values,
        "typed": typed,
        "guessed": [],
        "errors": page.by_input(errors),
        "problems": page.problems_of(errors),
        "remarks": page.remarks_by_place(submission),
        "looks": [look_of(file) for file in submission["files"]],
    }
    body = tk.render("kanazawa_contribute/review/edit.html", facts)
    return Response(body, 422 if errors else 200)
