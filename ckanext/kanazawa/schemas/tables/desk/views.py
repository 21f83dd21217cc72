"""Pages of the desk: `/tables/check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, g, make_response, request, send_file

from ckanext.kanazawa.lib.tables.write.forms import form_of
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.files.request import SMALLER
from ckanext.kanazawa.schemas.files.size import size_text
from ckanext.kanazawa.schemas.tables.desk import desk, shown, start
from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk.process.notes import MADE, TASK, read_note
from ckanext.kanazawa.schemas.tables.desk.rate import WINDOW_S
from ckanext.kanazawa.schemas.tables.desk.task import ENCODINGS, FORMS
from ckanext.kanazawa.schemas.tables.formats.known import families

kanazawa_tables_desk = Blueprint("kanazawa_tables_desk", __name__)
PAGE = "/tables/check"
TEMPLATES = "kanazawa_schemas/desk"
# Most files are done in this time, and need no page that waits.
PATIENCE_S = 2.0
SMALLER[PAGE] = config.desk_max_bytes
SMALLER["/action/kanazawa_schemas_table_check"] = config.desk_max_bytes


@kanazawa_tables_desk.route(PAGE, endpoint="index")
def index() -> str:
    """Show the form for a file."""
    return _form({}, {})


@kanazawa_tables_desk.route(PAGE, methods=["POST"], endpoint="check")
def check() -> Response:
    """Take a file in and lead to the page of its check."""
    try:
        folder = desk.begin(request.files.get("upload"), request.form)
    except tk.ValidationError as error:
        return _refused(error, _form(request.form, error.error_dict))
    start.wait(folder, PATIENCE_S)
    return tk.redirect_to("kanazawa_tables_desk.show", token=folder.name)


@kanazawa_tables_desk.route(f"{PAGE}/<token>", endpoint="show")
def show(token: str) -> Response:
    """Show how far a check is, or what came of it."""
    keep_nowhere()
    folder = _folder(token)
    return _page(folder, {}, {})


@kanazawa_tables_desk.route(f"{PAGE}/<token>", methods=["POST"], endpoint="again")
def again(token: str) -> Response:
    """Work on the same file in another way."""
    keep_nowhere()
    folder = _folder(token)
    asked = {**request.form, "agree": request.form.getlist("agree")}
    try:
        desk.again(folder, asked)
    except tk.ValidationError as error:
        page = _page(folder, request.form, error.error_dict)
        return _refused(error, page.get_data(as_text=True))
    start.wait(folder, PATIENCE_S)
    return tk.redirect_to("kanazawa_tables_desk.show", token=token)


@kanazawa_tables_desk.route(f"{PAGE}/<token>/file", endpoint="made")
def made(token: str) -> Response:
    """Send the file that was made."""
    keep_nowhere()
    folder = _folder(token)
    found = start.result_of(folder).get("made")
    if not found or not (folder / MADE).exists():
        tk.abort(404, tk._("There is no file. It is removed some minutes after the check."))
    kind = form_of(found["form"]).media_type
    response = send_file(folder / MADE, mimetype=kind, max_age=None, conditional=False)
    name = quote(found["name"])
    plain = f"table.{found['form']}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    return response


@kanazawa_tables_desk.route(f"{PAGE}/<token>/result.json", endpoint="result")
def result(token: str) -> Response:
    """Send what was found, as the command line prints it."""
    keep_nowhere()
    found = start.result_of(_folder(token)).get("check")
    if found is None:
        tk.abort(404, tk._("There is no file. It is removed some minutes after the check."))
    response = make_response(tk.h.dump_json(found, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = 'attachment; filename="check-result.json"'
    return response


@kanazawa_tables_desk.route(f"{PAGE}/<token>/remove", methods=["POST"], endpoint="remove")
def remove(token: str) -> Response:
    """Remove a check at once."""
    folders.remove(_folder(token))
    tk.h.flash_success(tk._("Your file and everything made of it has been removed."))
    return tk.redirect_to("kanazawa_tables_desk.index")


@kanazawa_tables_desk.after_app_request
def say_when_to_come_again(response: Response) -> Response:
    """Give refusals of the action their own status; the API knows one for all."""
    refusal = g.get("kanazawa_desk_refusal")
    if refusal is not None and response.status_code == 409:
        response.status_code = refusal.status
        _say_when(response, refusal)
    return response


def _folder(token: str) -> Path:
    folder = folders.find(token)
    if folder is None:
        tk.abort(404, tk._("There is no file. It is removed some minutes after the check."))
    return folder


def _form(values: Any, errors: Any) -> str:
    return tk.render(f"{TEMPLATES}/index.html", {**_common(), "values": values, "errors": errors})


def _common() -> dict[str, Any]:
    return {
        "families": families(),
        "encodings": ENCODINGS,
        "forms": tuple(FORMS),
        "limits": {
            "size": size_text(config.desk_max_bytes()),
            "seconds": config.desk_timeout_s(),
            "memory": config.desk_memory_mb(),
            "times": config.desk_per_client(),
            "window": WINDOW_S // 60,
            "keep": config.desk_keep_minutes(),
        },
    }


def _page(folder: Path, values: Any, errors: Any) -> Response:
    found = start.result_of(folder)
    task = read_note(folder, TASK) or {}
    facts = {**_common(), "token": folder.name, "result": found, "task": task}
    facts |= {"values": values or _values(task), "errors": errors, "problem": _problem(found)}
    if found["state"] == "done":
        facts["page"] = shown.findings_page(found["check"], request.args)
        facts["repairs"] = shown.repairs_of(found["made"])
    response = make_response(tk.render(f"{TEMPLATES}/result.html", facts))
    # The script that waits takes no answer for one that is refused.
    if facts["problem"] and "HX-Request" not in request.headers:
        response.status_code = 422
    return response


def _problem(found: dict[str, Any]) -> str:
    """Return why there is no result, in the reader's language; "" where there is one."""
    if found["state"] == "failed":
        return found["error"]["message"][tk.h.kanazawa_language()]
    return desk.stopped_message(found["why"]) if found["state"] == "stopped" else ""


def _values(task: dict[str, Any]) -> dict[str, Any]:
    """Return what was asked for, as the form's fields have it."""
    made, reading = task["make"], task["reading"]
    known = f"{task['format']}:{task['version']}" if task["format"] else "none"
    target = f"{made['format']}:{made['version']}" if made["format"] else ""
    form = "csv-cp932" if made["encoding"] == "cp932" else made["form"]
    return {
        "format": "auto" if task["format"] is None else known,
        "sheet": reading.get("sheet", ""),
        "encoding": reading.get("encoding", ""),
        "header_row": reading.get("header_row", ""),
        "municipality": task["municipality"] or "",
        "make": made["what"],
        "to": target,
        "form": form,
        "defuse": made["defuse"],
        "agree": task["agree"],
        "without": task["without"],
    }


def _refused(error: tk.ValidationError, page: str) -> Response:
    response = make_response(page, getattr(error, "status", 422))
    if isinstance(error, desk.Refused):
        _say_when(response, error)
    return response


def _say_when(response: Response, refusal: desk.Refused) -> None:
    if refusal.retry_after_s is not None:
        response.headers["Retry-After"] = str(refusal.retry_after_s)
