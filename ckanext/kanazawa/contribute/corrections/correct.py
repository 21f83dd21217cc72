"""Page: `/contribute/correct`, on which somebody with an account says what should stand where."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from flask import make_response, request

from ckanext.kanazawa.contribute.corrections.report import subject_of
from ckanext.kanazawa.contribute.corrections.rows import Row, find_row, read_row
from ckanext.kanazawa.contribute.submissions import page
from ckanext.kanazawa.responses import keep_nowhere

Told = dict[str, Any]
CELL = "cell-"


@dataclass(frozen=True)
class Subject:
    """The row an address or a form is about.

    Attributes:
        submission: the reader's own correction of it, which is being revised; None for a new one.
    """

    dataset: Told
    file: Told
    row: Row
    submission: Told | None = None


def show() -> Any:
    """Show the cells of a row, each to be changed; of a correction to be revised as it stands."""
    return page.closed() or _refused(request.args) or _form(_subject(request.args), {}, {})


def send() -> Any:
    """Submit the changes; the same again is the same correction."""
    refusal = page.closed() or _refused(request.form)
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


def _refused(values: Any) -> Any:
    """Return the answer where a correction cannot be revised; None where it can, or is new."""
    if not values.get("submission"):
        return None
    submission = page.own(values["submission"])
    if submission["kind"] != "correction":
        return tk.abort(404, tk._("Page not found"))
    refusal = page.not_editable(submission, "look")
    if refusal is None and _named_row(submission) is None:
        message = tk._(
            "The row of this correction is not there any more, or cannot be told from others. "
            "Withdraw it, and correct the row anew."
        )
        tk.h.flash_error(message)
        return tk.redirect_to("kanazawa_submissions.show", id=submission["id"])
    return refusal


def _named_row(submission: Told) -> Row | None:
    changes = submission["fields"].get("changes") or []
    return find_row(submission["resource_id"] or "", changes[0]["row"]) if changes else None


def _subject(values: Any) -> Subject:
    if values.get("submission"):
        submission = page.own(values["submission"])
        found = subject_of(submission["dataset_id"], submission["resource_id"])
        row = _named_row(submission)
        if found is None or found[1] is None or row is None:
            tk.abort(404, tk._("There is no such row that could be corrected."))
        return Subject(found[0], found[1], row, submission)
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
    fields = {"changes": changes, "note": request.form.get("note", "")}
    if subject.submission is not None:
        id = subject.submission["id"]
        page.act("patch", id=id, fields=fields)
        return str(page.act("submit", id=id)["id"])
    about = {"dataset_id": subject.dataset["id"], "resource_id": subject.file["id"]}
    given = {"request_key": request.form.get("request_key"), "fields": fields, **about}
    if request.form.get("body_id"):
        given["body_id"] = request.form["body_id"]
    made = page.act("create", kind="correction", **given)
    return str(page.act("submit", id=made["id"])["id"])


def _form(subject: Subject, typed: Any, errors: Told) -> str:
    keep_nowhere()
    row = subject.row
    is_same = typed.get("edition") == row.edition_id
    proposed = _proposed(subject)
    facts = {
        "submission": subject.submission,
        "remarks": _remarks(subject),
        "dataset": subject.dataset,
        "file": subject.file,
        "row": row,
        "open_columns": row.open_columns(),
        "values": {
            at: typed.get(f"{CELL}{at}", cell) if is_same else proposed.get(row.headings[at], cell)
            for at, cell in enumerate(row.cells)
        },
        "typed": typed or _noted(subject),
        "errors": errors,
        "bodies": page.offered_bodies(page.reader()),
        "request_key": (is_same and typed.get("request_key")) or secrets.token_urlsafe(16),
    }
    return tk.render("kanazawa_contribute/corrections/correct.html", facts)


def _proposed(subject: Subject) -> dict[str, str]:
    """Return column → what the correction that is revised says should stand there."""
    fields = subject.submission["fields"] if subject.submission else {}
    return {one["column"]: one["new"] for one in fields.get("changes") or ()}


def _noted(subject: Subject) -> Told:
    return {"note": subject.submission["fields"].get("note", "")} if subject.submission else {}


def _remarks(subject: Subject) -> list[str]:
    """Return what the reviewers said about the correction that is revised."""
    if subject.submission is None:
        return []
    returned = [one["text"] for one in subject.submission["timeline"] if one["to"] == "returned"]
    open_ones = page.remarks_by_place(subject.submission).values()
    said = [remark["text"] for found in open_ones for remark in found]
    return [text for text in (*returned[-1:], *said) if text]


def _number(value: Any) -> int | None:
    typed = str(value or "")
    return int(typed) if typed.isdecimal() and len(typed) < 12 else None
