"""Pages: many submissions at once, `/contribute/submissions/folder`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, make_response, request

from ckanext.kanazawa.contribute.folders.proposal import offered
from ckanext.kanazawa.contribute.submissions import page
from ckanext.kanazawa.contribute.submissions.fields import DECLARATIONS
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.shared import (
    RowResult,
    both,
    import_page,
    import_report,
    max_upload_bytes,
    sent_sheet,
    sheet_template,
    size_text,
)

kanazawa_folders = Blueprint(
    "kanazawa_folders", __name__, url_prefix="/contribute/submissions/folder"
)
TEMPLATES = "kanazawa_contribute/folders"


@kanazawa_folders.route("", endpoint="index")
def index() -> Any:
    """Show the form, and what the reader sent before."""
    return page.closed() or _form({})


@kanazawa_folders.route("", methods=["POST"], endpoint="create")
def create() -> Any:
    """Take a ZIP in, and lead to the page where it is tried."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    values = {
        "upload": request.files.get("upload"),
        "municipality": request.form.get("municipality", ""),
        "body_id": request.form.get("body_id", ""),
        "credit": _credit(),
        "declarations": {name: bool(request.form.get(name)) for name in DECLARATIONS},
    }
    try:
        found = page.act("folder_create", **values)
    except tk.ValidationError as error:
        return make_response(_form(error.error_dict), 422)
    return tk.redirect_to("kanazawa_folders.show", id=found["id"])


def _credit() -> dict[str, str]:
    how = request.form.get("credit_how", "")
    return {"how": how, "name": request.form.get("credit_name", "")} if how else {}


@kanazawa_folders.route("/template.<any(xlsx,csv):form>", endpoint="template")
def empty_sheet(form: str) -> Any:
    """Send an empty sheet."""
    if page.reader() is None:
        return page.to_login()
    return sent_sheet(sheet_template(form, offered=offered()), form, f"datasets.{form}")


@kanazawa_folders.route("/<id>", endpoint="show")
def show(id: str) -> Any:
    """Show how far a folder is, or what became of each row."""
    return page.closed() or tk.render(f"{TEMPLATES}/show.html", _page(id))


@kanazawa_folders.route("/<id>/state", endpoint="state")
def state(id: str) -> Any:
    """Answer with what changes, for the page that waits."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    values = _page(id)
    if "HX-Request" not in request.headers:
        return tk.redirect_to("kanazawa_folders.show", id=id)
    return tk.render("kanazawa_schemas/bulk/state.html", values)


@kanazawa_folders.route("/<id>/run", methods=["POST"], endpoint="run")
def run(id: str) -> Any:
    """Submit what was tried; each request's token is checked."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    try:
        _act("folder_run", id)
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(page.messages(error.error_dict)))
    return tk.redirect_to("kanazawa_folders.show", id=id)


@kanazawa_folders.route("/<id>/delete", methods=["POST"], endpoint="delete")
def delete(id: str) -> Any:
    """Remove a folder with its ZIP."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    _act("folder_delete", id)
    tk.h.flash_success(tk._("The ZIP and its results were removed. Submissions stay."))
    return tk.redirect_to("kanazawa_folders.index")


@kanazawa_folders.route("/<id>/result.<any(csv,xlsx):form>", endpoint="result")
def result(id: str, form: str) -> Any:
    """Send what became of each row as a sheet."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    rows = [RowResult(**row) for row in _act("folder_show", id)["results"]]
    called = both(lambda: tk._("ID of the submission"))
    return sent_sheet(import_report(rows, form, called), form, f"datasets.result.{form}")


def _act(verb: str, id: str) -> Any:
    try:
        return page.act(verb, id=id)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no such folder."))


def _page(id: str) -> dict[str, Any]:
    keep_nowhere()
    return {
        **import_page(_act("folder_show", id)),
        "here": "kanazawa_folders",
        "opens": "kanazawa_submissions.show",
        "run_word": tk._("Submit now"),
        "run_note": tk._("Each dataset becomes a submission of its own."),
    }


def _form(errors: dict[str, Any]) -> str:
    bodies = page.offered_bodies(page.reader())
    usual = page.usual_credit("body" if bodies else "name")
    facts = {
        "errors": page.by_input(errors),
        "problems": page.problems_of(errors),
        "values": request.form or {**usual, "body_id": bodies[0][0] if bodies else ""},
        "folders": page.act("folder_list"),
        "columns": offered(),
        "municipalities": page.offered_municipalities(),
        "bodies": bodies,
        "size": size_text(max_upload_bytes()),
    }
    return tk.render(f"{TEMPLATES}/index.html", facts)
