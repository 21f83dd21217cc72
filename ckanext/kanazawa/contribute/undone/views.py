"""The buttons beside a correction that was undone."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, request

from ckanext.kanazawa.contribute.pages import call, refusals, require_login, told
from ckanext.kanazawa.contribute.protect import protect

kanazawa_undone = Blueprint("kanazawa_undone", __name__)


@kanazawa_undone.route("/review/<id>/undone", methods=["POST"], endpoint="decide")
def decide(id: str) -> Any:
    """Keep the value of the later file, or apply the correction again."""
    protect()
    login = require_login()
    if login:
        return login
    given = {name: request.form.get(name, "") for name in ("edition_id", "decision")}
    try:
        with refusals(tk._("Submission not found")):
            call("undone_decide", id=id, **given)
    except tk.ValidationError as error:
        tk.h.flash_error(told(error))
    else:
        tk.h.flash_success(
            tk._("The correction was applied again, as a new edition.")
            if given["decision"] == "apply"
            else tk._("The value of the later file stays.")
        )
    return tk.redirect_to("kanazawa_review.show", id=id)
