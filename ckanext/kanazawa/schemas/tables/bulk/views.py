"""Pages for stewards who register a folder: `/tables/import`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.files import config
from ckanext.kanazawa.schemas.files.size import size_text
from ckanext.kanazawa.schemas.tables.bulk.columns import columns
from ckanext.kanazawa.schemas.tables.bulk.page import page_of, sent_sheet
from ckanext.kanazawa.schemas.tables.bulk.report import report
from ckanext.kanazawa.schemas.tables.bulk.run import Result
from ckanext.kanazawa.schemas.tables.bulk.template import template

kanazawa_tables_import = Blueprint("kanazawa_tables_import", __name__, url_prefix="/tables/import")
TEMPLATES = "kanazawa_schemas/bulk"


@kanazawa_tables_import.route("", endpoint="index")
def index() -> str:
    """Show the form, and what the reader sent before."""
    return _form({})


@kanazawa_tables_import.route("", methods=["POST"], endpoint="create")
def create() -> Any:
    """Take a ZIP in, and lead to the page where it is tried."""
    values = {
        "upload": request.files.get("upload"),
        "organization": request.form.get("organization", ""),
    }
    try:
        found = _act("kanazawa_schemas_import_create", values)
    except tk.ValidationError as error:
        return Response(_form(error.error_dict), 422)
    return tk.redirect_to("kanazawa_tables_import.show", id=found["id"])


@kanazawa_tables_import.route("/template.<any(xlsx,csv):form>", endpoint="template")
def empty_sheet(form: str) -> Response:
    """Send an empty sheet."""
    _check("kanazawa_schemas_import_list")
    return sent_sheet(template(form), form, f"datasets.{form}")


@kanazawa_tables_import.route("/<id>", endpoint="show")
def show(id: str) -> str:
    """Show how far an import is, or what became of each row."""
    keep_nowhere()
    return tk.render(f"{TEMPLATES}/show.html", _page(id))


@kanazawa_tables_import.route("/<id>/state", endpoint="state")
def state(id: str) -> Any:
    """Answer with what changes, for the page that waits."""
    keep_nowhere()
    page = _page(id)
    if "HX-Request" not in request.headers:
        return tk.redirect_to("kanazawa_tables_import.show", id=id)
    return tk.render(f"{TEMPLATES}/state.html", page)


@kanazawa_tables_import.route("/<id>/run", methods=["POST"], endpoint="run")
def run(id: str) -> Any:
    """Take in for good what was tried; each request's token is checked."""
    try:
        _act("kanazawa_schemas_import_run", {"id": id})
    except tk.ValidationError as error:
        messages: Any = error.error_dict["id"]
        tk.h.flash_error(" ".join(messages))
    return tk.redirect_to("kanazawa_tables_import.show", id=id)


@kanazawa_tables_import.route("/<id>/delete", methods=["POST"], endpoint="delete")
def delete(id: str) -> Any:
    """Remove an import with its ZIP."""
    _act("kanazawa_schemas_import_delete", {"id": id})
    tk.h.flash_success(tk._("The ZIP and its results were removed. Datasets it made stay."))
    return tk.redirect_to("kanazawa_tables_import.index")


@kanazawa_tables_import.route("/<id>/result.<any(csv,xlsx):form>", endpoint="result")
def result(id: str, form: str) -> Response:
    """Send what became of each row as a sheet."""
    found = _act("kanazawa_schemas_import_show", {"id": id})
    rows = [Result(**row) for row in found["results"]]
    return sent_sheet(report(rows, form), form, f"datasets.result.{form}")


def _act(action: str, values: dict[str, Any]) -> Any:
    try:
        return tk.get_action(action)({"user": tk.current_user.name}, values)
    except tk.NotAuthorized:
        return _forbidden()
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no such import."))


def _check(action: str) -> None:
    try:
        tk.check_access(action, {"user": tk.current_user.name}, {})
    except tk.NotAuthorized:
        _forbidden()


def _forbidden() -> Any:
    return tk.abort(403, tk._("Only editors of an organisation may register datasets."))


def _form(errors: dict[str, Any]) -> str:
    imports = _act("kanazawa_schemas_import_list", {})
    values = {
        "errors": errors,
        "imports": imports,
        "columns": columns(),
        "organization": request.form.get("organization", ""),
        "offered": tk.h.organizations_available("create_dataset"),
        "size": size_text(config.max_upload_bytes()),
    }
    return tk.render(f"{TEMPLATES}/index.html", values)


def _page(import_id: str) -> dict[str, Any]:
    return page_of(_act("kanazawa_schemas_import_show", {"id": import_id}))
