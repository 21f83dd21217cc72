"""Page: `/contribute/correct`, on which somebody with an account says what should stand where."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from flask import make_response, request

from ckanext.kanazawa.contribute.corrections.report import subject_of
from ckanext.kanazawa.contribute.corrections.rows import Row, read_row
from ckanext.kanazawa.contribute.submissions import page
from ckanext.kanazawa.responses import keep_nowhere

Told = dict[str, Any]
CELL = "cell-"


@dataclass(frozen=True)
class Subject:
    """The row an address or a form is about."""

    dataset: Told
    file: Told
    row: Row


def show() -> Any:
    """Show the cells of a row, each to be changed."""
    return page.closed() or _form(_subject(request.args), {}, {})


def send() -> Any:
    """Submit the changes; the same again is the same correction."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    subject = _subject(request.form)
    try:
        id = _sent(subject)
    except tk.ValidationError as error:
        return make_response(_form(subject, request.form, error.error_dict), 422)
    tk.h.flash_success(tk._("Thank you. It is submitted; you are told what comes of it."))
    return tk.redirect_to("kanazawa_submissions.show", id=id)


def row_asked(values: Any) -> Row | None:
    """Return the row that an address or a form names; None where it cannot be corrected."""
    resource = values.get("resource")
    if not resource:
        return None
    return read_row(resource, _number(values.get("row")), _number(values.get("record")))


def _subject(values: Any) -> Subject:
    found = subject_of(values.get("dataset"), values.get("resource"))
    row = row_asked(values) if found and found[1] else None
    if found is None or found[1] is None or row is None:
        tk.abort(404, tk._("There is no such row that could be corrected."))
    return Subject(found[0], found[1], row)


def _sent(subject: Subject) -> str:
    row = subject.row
    if request.form.get("edition") != row.edition_id:
        message = tk._("The table changed meanwhile. Below stands what is there now.")
        raise tk.ValidationError({"changes": [message]})
    typed = {
        int(name.removeprefix(CELL)): value.replace("\r\n", "\n")
        for name, value in request.form.items()
        if name.startswith(CELL) and name.removeprefix(CELL).isdecimal()
    }
    changes = row.changes({at: value for at, value in typed.items() if at < len(row.cells)})
    if not changes:
        raise tk.ValidationError({"changes": [tk._("Change at least one cell.")]})
    about = {"dataset_id": subject.dataset["id"], "resource_id": subject.file["id"]}
    fields = {"changes": changes, "note": request.form.get("note", "")}
    given = {"request_key": request.form.get("request_key"), "fields": fields, **about}
    if request.form.get("body_id"):
        given["body_id"] = request.form["body_id"]
    made = page.act("create", kind="correction", **given)
    return str(page.act("submit", id=made["id"])["id"])


def _form(subject: Subject, typed: Any, errors: Told) -> str:
    keep_nowhere()
    row = subject.row
    is_same = typed.get("edition") == row.edition_id
    facts = {
        "dataset": subject.dataset,
        "file": subject.file,
        "row": row,
        "open_columns": row.open_columns(),
        "values": {
            at: typed.get(f"{CELL}{at}", cell) if is_same else cell
            for at, cell in enumerate(row.cells)
        },
        "typed": typed,
        "errors": errors,
        "bodies": page.offered_bodies(page.reader()),
        "request_key": (is_same and typed.get("request_key")) or secrets.token_urlsafe(16),
    }
    return tk.render("kanazawa_contribute/corrections/correct.html", facts)


def _number(value: Any) -> int | None:
    typed = str(value or "")
    return int(typed) if typed.isdecimal() and len(typed) < 12 else None
