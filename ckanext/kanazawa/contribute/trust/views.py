"""Page: `/review/settings`, what stewards settle beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.contribute.acting import staffed
from ckanext.kanazawa.contribute.labels import municipality_title
from ckanext.kanazawa.contribute.pages import allow, call, me, refusals, require_login, show
from ckanext.kanazawa.contribute.protect import protect
from ckanext.kanazawa.contribute.trust.replies import PURPOSES

kanazawa_contribute_trust = Blueprint("kanazawa_contribute_trust", __name__)
# Form of the page → action.
FORMS = {
    "deputy-name": "deputy_name",
    "deputy-remove": "deputy_remove",
    "reply-add": "reply_add",
    "reply-remove": "reply_remove",
    "standing-give": "standing_give",
    "standing-revoke": "standing_revoke",
}


@kanazawa_contribute_trust.route("/review/settings", endpoint="index")
def index() -> Response:
    """Show what is settled."""
    return require_login() or _page()


@kanazawa_contribute_trust.route("/review/settings/<form>", methods=["POST"], endpoint="change")
def change(form: str) -> Any:
    """Settle something; the form says what."""
    protect()
    login = require_login()
    if login:
        return login
    if form not in FORMS:
        return tk.abort(404, tk._("Page not found"))
    try:
        with refusals(tk._("This is not there any more.")):
            call(FORMS[form], **request.form.to_dict())
    except tk.ValidationError as error:
        return _page(request.form, error, form)
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("kanazawa_contribute_trust.index")


def _page(
    values: Mapping[str, Any] | None = None,
    error: tk.ValidationError | None = None,
    form: str = "",
) -> Response:
    allow("standing_list")
    language = tk.h.kanazawa_language()
    own = [(id, municipality_title(id, language)) for id in staffed(me())]
    return show(
        "trust/settings",
        values,
        error,
        form=form,
        own=own,
        titles=dict(own),
        purposes=[(name, _purpose_label(name)) for name in PURPOSES],
        deputies=call("deputy_list")["deputies"],
        replies=call("reply_list")["replies"],
        **call("standing_list"),
    )


def _purpose_label(purpose: str) -> str:
    return {
        "return": tk._("Return for revision"),
        "reject": tk._("Reject, or take down"),
        "approve": tk._("Approve"),
        "ask": tk._("Ask the responsible section"),
    }[purpose]
