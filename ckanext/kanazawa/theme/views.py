"""Home page, display settings, and the addresses of groups, which are not used here."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response

from ckanext.kanazawa.theme import display, home

__all__ = ["kanazawa_theme"]

kanazawa_theme = Blueprint("kanazawa_theme", __name__)


def index() -> str:
    """Show the home page."""
    return tk.render("home/index.html", {"home": home.home_page()})


def display_settings() -> Response:
    """Remember text size or contrast in a cookie and go back to where the visitor was."""
    form = tk.request.form
    back = display.safe_path(form.get("back")) or tk.h.url_for("home.index")
    response = make_response("", 303)
    response.headers["Location"] = back
    for cookie, value in display.valid_choices(form).items():
        response.set_cookie(
            cookie,
            value,
            max_age=display.COOKIE_AGE_S,
            secure=tk.request.is_secure,
            samesite="Lax",
        )
    return response


def check_facet_limits() -> None:
    """Refuse a number of facet values that is none; core's helper would fail on it."""
    for name, value in tk.request.args.items():
        is_limit = name.startswith("_") and name.endswith("_limit")
        if is_limit and not (value.isdecimal() and len(value) <= 6):
            tk.abort(400, tk._("The number of entries to show must be a whole number."))


def no_groups(id: str | None = None) -> Response:
    """Send visitors of group pages to the dataset list: themes take the place of groups."""
    return tk.redirect_to("dataset.search")


def no_dataset_groups(package_type: str, id: str) -> Response:
    """Send visitors of a dataset's group page to the dataset."""
    return tk.redirect_to("dataset.read", id=id)


kanazawa_theme.before_app_request(check_facet_limits)
# Blueprints of plugins come before core's, so the same rules here take precedence.
kanazawa_theme.add_url_rule("/", view_func=index)
kanazawa_theme.add_url_rule(
    "/display-settings", view_func=display_settings, methods=["POST"], endpoint="display_settings"
)
kanazawa_theme.add_url_rule("/group/", view_func=no_groups, endpoint="group_index")
kanazawa_theme.add_url_rule("/group/<id>", view_func=no_groups, endpoint="group_read")
kanazawa_theme.add_url_rule(
    "/dataset/groups/<id>",
    view_func=no_dataset_groups,
    endpoint="dataset_groups",
    defaults={"package_type": "dataset"},
)
