"""Pages: `/contribute/report`, on one screen of a phone and without an account, and
`/contribute/correct`, with one (`correct.py`).
"""

from __future__ import annotations

import secrets
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.config.middleware.flask_app import csrf
from flask import Blueprint, make_response, request

from ckanext.kanazawa.contribute.acting import hindrance, user_of
from ckanext.kanazawa.contribute.corrections import correct
from ckanext.kanazawa.contribute.corrections.report import send_report, subject_of
from ckanext.kanazawa.contribute.limits.rate import slow_client
from ckanext.kanazawa.responses import keep_nowhere

kanazawa_report = Blueprint("kanazawa_report", __name__)
PAGE = "/contribute/report"
CORRECT = "/contribute/correct"
# A field nobody sees; programs that fill in every field fill it in, too.
HONEYPOT = "website"
PER_HOUR = 20


@kanazawa_report.route(PAGE, endpoint="index")
def index() -> Any:
    """Show the form for the dataset, row or point of the address."""
    keep_nowhere()
    return _form(request.args, {})


@kanazawa_report.route(PAGE, methods=["POST"], endpoint="send")
def send() -> Any:
    """Take a report in; the same again is the same report."""
    csrf.protect()
    keep_nowhere()
    if request.form.get(HONEYPOT):
        # As if it had worked, so that nobody learns which field it was.
        return tk.redirect_to("kanazawa_report.thanks")
    user = user_of({"user": tk.current_user.name}) if tk.current_user.is_authenticated else None
    author = user.id if user is not None and hindrance(user) is None else None
    try:
        slow_client("report", PER_HOUR)
        send_report(request.form, author, tk.h.kanazawa_language())
        model.repo.commit()
    except tk.ValidationError as error:
        model.Session.rollback()
        page = _form(request.form, error.error_dict)
        return make_response(page, getattr(error, "status", 422))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Dataset not found"))
    return tk.redirect_to("kanazawa_report.thanks")


@kanazawa_report.route(f"{PAGE}/thanks", endpoint="thanks")
def thanks() -> Any:
    """Say that it arrived."""
    return tk.render("kanazawa_contribute/corrections/thanks.html", {})


def _form(values: Any, errors: dict[str, Any]) -> Any:
    subject = subject_of(values.get("dataset"), values.get("resource"))
    if subject is None:
        return tk.abort(404, tk._("Dataset not found"))
    dataset, file = subject
    row = correct.row_asked(values) if file else None
    facts = {
        "dataset": dataset,
        "file": file,
        "row": row,
        "values": values,
        "errors": errors,
        "honeypot": HONEYPOT,
        "request_key": values.get("request_key") or secrets.token_urlsafe(16),
    }
    return tk.render("kanazawa_contribute/corrections/report.html", facts)


kanazawa_report.add_url_rule(CORRECT, "correct", correct.show)
kanazawa_report.add_url_rule(CORRECT, "correct_send", correct.send, methods=["POST"])
