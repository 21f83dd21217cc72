"""Pages of stewards: `/review`, `/review/<id>`, and the link for sections."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.config.middleware.flask_app import csrf
from flask import Blueprint, Response, request

from ckanext.kanazawa.contribute.acting import municipalities, stewards_of
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.pages import call, refusals
from ckanext.kanazawa.contribute.review import inquiry as inquiries
from ckanext.kanazawa.contribute.review.download import send_pending
from ckanext.kanazawa.contribute.review.merge import candidates
from ckanext.kanazawa.contribute.review.reasons import read_text
from ckanext.kanazawa.contribute.review.show import seen_by_section
from ckanext.kanazawa.contribute.submissions.looks import look_of
from ckanext.kanazawa.contribute.trust.replies import templates_for
from ckanext.kanazawa.responses import keep_nowhere

kanazawa_review = Blueprint("kanazawa_review", __name__)
TEMPLATES = "kanazawa_contribute/review"
# What a form of the page may ask for: its name there → action.
VERBS = {
    name: f"review_{name}"
    for name in (
        *("take", "return", "approve", "reject", "reconsider", "assign", "remark"),
        *("hand_over", "ask", "take_down", "merge", "vouch"),
    )
}


def _call(action: str, **given: Any) -> Any:
    """Call an action as whoever asks; what one may not see is not there."""
    keep_nowhere()
    with refusals(tk._("Submission not found")):
        return call(action, **given)


def _login() -> Any:
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to("user.login", came_from=request.full_path)


@kanazawa_review.route("/review", endpoint="index")
def index() -> Any:
    """Show the queue."""
    login = _login()
    if login is not None:
        return login
    wishes = {name: value for name, value in request.args.items() if value}
    found = _call("review_list", **wishes)
    return tk.render(f"{TEMPLATES}/index.html", {"queue": found, "wishes": wishes})


@kanazawa_review.route("/review/bulk", methods=["POST"], endpoint="bulk")
def bulk() -> Any:
    """Show what would become of several submissions; do it once that was confirmed."""
    form = request.form
    given = {name: form.get(name, "") for name in ("step", "reason", "text")}
    dry_run = form.get("confirmed") != "yes"
    try:
        found = _call("review_bulk", **given, ids=form.getlist("ids"), dry_run=dry_run)
    except tk.ValidationError as error:
        tk.h.flash_error(_first(error))
        return tk.redirect_to("kanazawa_review.index")
    if dry_run:
        return tk.render(f"{TEMPLATES}/bulk.html", {**found, "given": given})
    done = sum(row["done"] for row in found["submissions"])
    tk.h.flash_success(tk._("Done for {count} submissions.").format(count=done))
    return tk.redirect_to("kanazawa_review.index")


@kanazawa_review.route("/review/<id>", endpoint="show")
def show(id: str) -> Any:
    """Show a submission beside the live version."""
    return _login() or _page(id)


def _page(id: str, error: tk.ValidationError | None = None, verb: str = "") -> Any:
    found = _call("review_show", id=id, rows=True)
    values = {
        "submission": found,
        "looks": {one["key"]: look_of(one) for one in found["files"]},
        "templates": templates_for(found["municipality"]),
        "stewards": _stewards(found["municipality"]),
        "candidates": _candidates(id) if "merge" in found["steps"] else [],
        "municipalities": [one for one in municipalities() if one != found["municipality"]],
        "error": _first(error) if error else None,
        "verb": verb,
        "typed": request.form if error else {},
    }
    page = tk.render(f"{TEMPLATES}/show.html", values)
    return Response(page, 409 if error else 200)


def _stewards(municipality: str) -> list[tuple[str, str]]:
    users = [model.User.get(id) for id in stewards_of(municipality)]
    return [(user.name, user.fullname or user.name) for user in users if user]


def _candidates(id: str) -> list[Submission]:
    submission = model.Session.get(Submission, id)
    return candidates(submission) if submission is not None else []


@kanazawa_review.route("/review/<id>", methods=["POST"], endpoint="decide")
def decide(id: str) -> Any:
    """Decide; the button that was pressed says what. Each request's token is checked."""
    verb = request.form.get("verb", "")
    if verb not in VERBS:
        return tk.abort(400, tk._("Choose what to do."))
    given = {name: value for name, value in request.form.items() if name != "_csrf_token"}
    try:
        found = _call(VERBS[verb], **{**given, "id": id})
    except tk.ValidationError as error:
        model.Session.rollback()
        return _page(id, error, verb)
    if found.get("link"):
        text = tk._("The link for the section, shown this once: {link}")
        tk.h.flash_success(text.format(link=found["link"]))
    elif found.get("outcome") == "first":
        tk.h.flash_success(tk._("Your approval is noted. A second steward has to approve, too."))
    else:
        tk.h.flash_success(tk._("Done."))
    gone = verb == "hand_over"
    return tk.redirect_to("kanazawa_review.index" if gone else "kanazawa_review.show", id=id)


@kanazawa_review.route("/review/<id>/files/<key>", endpoint="file")
def file(id: str, key: str) -> Any:
    """Send a pending file to whoever reviews it."""
    login = _login()
    if login is not None:
        return login
    return send_pending(_call("review_show", id=id)["id"], key)


@kanazawa_review.route("/review/inquiry/<token>", endpoint="inquiry")
def inquiry(token: str) -> Any:
    """Show a section what it is asked."""
    keep_nowhere()
    return _asked(token)


@kanazawa_review.route("/review/inquiry/<token>", methods=["POST"], endpoint="answer")
def answer(token: str) -> Any:
    """Take the section's answer."""
    csrf.protect()
    keep_nowhere()
    found = inquiries.by_token(token)
    if found is None:
        return tk.abort(404, tk._("This link leads nowhere any more."))
    try:
        inquiries.answer(found, read_text(request.form.get("answer"), "answer"))
    except tk.ValidationError as error:
        model.Session.rollback()
        return _asked(token, error)
    model.Session.commit()
    tk.h.flash_success(tk._("Thank you. Your answer was sent."))
    return tk.redirect_to("kanazawa_review.inquiry", token=token)


def _asked(token: str, error: tk.ValidationError | None = None) -> Any:
    found = inquiries.by_token(token)
    submission = model.Session.get(Submission, found.submission_id) if found else None
    if found is None or submission is None:
        return tk.abort(404, tk._("This link leads nowhere any more."))
    values = {
        "inquiry": found,
        "submission": seen_by_section(submission),
        "error": _first(error) if error else None,
    }
    page = tk.render(f"{TEMPLATES}/inquiry.html", values)
    model.Session.rollback()
    return Response(page, 409 if error else 200)


def _first(error: tk.ValidationError) -> str:
    """Return the first message of an error."""
    for messages in error.error_dict.values():
        for message in messages if isinstance(messages, list) else [messages]:
            if isinstance(message, str):
                return message
    return tk._("This is not possible.")
