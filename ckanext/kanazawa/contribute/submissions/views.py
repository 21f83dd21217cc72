"""Pages: `/contribute`, the guided form, one's own submissions."""

from __future__ import annotations

import secrets
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import Blueprint, make_response, request

from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.submissions import forms, page
from ckanext.kanazawa.contribute.submissions.access import find
from ckanext.kanazawa.contribute.submissions.files import entry_of
from ckanext.kanazawa.contribute.submissions.picture import send_picture
from ckanext.kanazawa.contribute.submissions.send import send_pending
from ckanext.kanazawa.responses import keep_nowhere

kanazawa_submissions = Blueprint("kanazawa_submissions", __name__)
PAGES = "/contribute/submissions"
PER_PAGE = 50


@kanazawa_submissions.route("/contribute", endpoint="index")
def index() -> Any:
    """Explain contributing to everybody."""
    user = page.reader()
    return tk.render(
        "kanazawa_contribute/submissions/index.html",
        {"problem": hindrance(user) if user else "no-account", "is_logged_in": user is not None},
    )


@kanazawa_submissions.route(PAGES, endpoint="mine")
def mine() -> Any:
    """List the reader's own submissions."""
    if page.reader() is None:
        return page.to_login()
    keep_nowhere()
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isdecimal() and 0 < len(typed) < 5 and int(typed) else 1
    found = page.act("list", limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    values = {"found": found, "number": number, "last": max(1, -(-found["count"] // PER_PAGE))}
    return tk.render("kanazawa_contribute/submissions/mine.html", values)


@kanazawa_submissions.route(f"{PAGES}/new", endpoint="new")
def new() -> Any:
    """Ask what it is to be."""
    return page.closed() or _new({}, {})


@kanazawa_submissions.route(f"{PAGES}/new", methods=["POST"], endpoint="create")
def create() -> Any:
    """Begin it, once however often the button was pressed."""
    refusal = page.closed()
    if refusal is not None:
        return refusal
    names = ("kind", "municipality", "body_id", "dataset_id", "request_key")
    given = {name: request.form[name] for name in names if request.form.get(name)}
    try:
        made = page.act("create", **given)
    except tk.ValidationError as error:
        return make_response(_new(request.form, error.error_dict), 422)
    return tk.redirect_to("kanazawa_submissions.edit", id=made["id"], step="files")


def _new(values: Any, errors: Any) -> str:
    user = page.reader()
    return tk.render(
        "kanazawa_contribute/submissions/new.html",
        {
            "values": {"dataset_id": request.args.get("dataset", ""), **values},
            "errors": errors,
            "request_key": values.get("request_key") or secrets.token_urlsafe(16),
            "municipalities": page.offered_municipalities(),
            "bodies": page.offered_bodies(user),
            "dataset": page.dataset_title(request.args.get("dataset")),
        },
    )


@kanazawa_submissions.route(f"{PAGES}/<id>", endpoint="show")
def show(id: str) -> Any:
    """Show state, timeline, remarks and contents to those whose it is."""
    submission = page.own(id)
    return tk.render("kanazawa_contribute/submissions/show.html", page.overview(submission))


@kanazawa_submissions.route(
    f"{PAGES}/<id>/<any(withdraw,appeal):what>", methods=["POST"], endpoint="step"
)
def step(id: str, what: str) -> Any:
    """Withdraw, or ask for another look."""
    page.own(id)
    try:
        page.act(what, id=id, text=request.form.get("text", ""))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(page.messages(error.error_dict)))
    except tk.NotAuthorized as error:
        tk.h.flash_error(error.message or "")
    else:
        said = {"withdraw": tk._("It is withdrawn."), "appeal": tk._("It is submitted again.")}
        tk.h.flash_success(said[what])
    return tk.redirect_to("kanazawa_submissions.show", id=id)


@kanazawa_submissions.route(f"{PAGES}/<id>/edit/<step>", endpoint="edit")
def edit(id: str, step: str) -> Any:
    """Show one step of the form."""
    submission = page.own(id)
    refusal = page.closed() or page.not_editable(submission, step)
    return refusal or page.form(submission, step, {}, {})


@kanazawa_submissions.route(f"{PAGES}/<id>/edit/<step>", methods=["POST"], endpoint="save")
def save(id: str, step: str) -> Any:
    """Save one step, and go on to the next, or stay."""
    submission = page.own(id)
    refusal = page.closed() or page.not_editable(submission, step)
    if refusal is not None:
        return refusal
    try:
        return _saved(submission, step)
    except tk.ValidationError as error:
        model.Session.rollback()
        again = page.own(id)
        if again["state"] != submission["state"]:
            tk.h.flash_error(" ".join(page.messages(error.error_dict)))
            return tk.redirect_to("kanazawa_submissions.show", id=id)
        # htmx shows no answer of an error.
        status = 200 if request.headers.get("HX-Request") else 422
        return make_response(page.form(again, step, request.form, error.error_dict), status)


def _saved(submission: dict[str, Any], step: str) -> Any:
    id = submission["id"]
    if step == "look":
        page.act("submit", id=id, revision=request.form.get("revision"))
        tk.h.flash_success(tk._("Thank you. It is submitted; you are told what comes of it."))
        return tk.redirect_to("kanazawa_submissions.show", id=id)
    if request.form.get("remove"):
        page.act("file_remove", id=id, key=request.form["remove"])
        return tk.redirect_to("kanazawa_submissions.edit", id=id, step=step)
    page.act("patch", id=id, **forms.typed(step, request.form))
    uploads = [one for one in request.files.getlist("upload") if one.filename]
    for upload in uploads if step == "files" else ():
        page.act("file_add", id=id, upload=upload)
    names = forms.step_names(page.own(id)["kind"])
    stays = uploads or request.form.get("go") in ("stay", "search")
    following = step if stays or step not in names else names[names.index(step) + 1]
    if request.form.get("go") == "later":
        tk.h.flash_success(tk._("It is saved. Go on whenever you like."))
        return tk.redirect_to("kanazawa_submissions.show", id=id)
    search = {"q": request.form.get("q", "")} if request.form.get("go") == "search" else {}
    return tk.redirect_to("kanazawa_submissions.edit", id=id, step=following, **search)


@kanazawa_submissions.route(f"{PAGES}/<id>/files/<key>", endpoint="file_download")
def file_download(id: str, key: str) -> Any:
    """Send a pending file."""
    return send_pending(_entry(id, key))


@kanazawa_submissions.route(f"{PAGES}/<id>/files/<key>/picture", endpoint="picture")
def picture(id: str, key: str) -> Any:
    """Show a pending picture, to its author and its reviewers."""
    return send_picture(_entry(id, key))


def _entry(id: str, key: str) -> Any:
    keep_nowhere()
    try:
        return entry_of(find(id, page.reader()), key)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("File not found"))
