"""Home page, display settings, and the addresses of groups, which are not used here."""

from __future__ import annotations

from urllib.parse import urlencode

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


def favicon() -> Response:
    """Lead programs that ask for the icon where it used to be to the one we have."""
    return tk.redirect_to(tk.h.url_for_static(tk.config["ckan.favicon"], locale="default"))


def check_facet_limits() -> None:
    """Refuse a number of facet values that is none; core's helper would fail on it."""
    for name, value in tk.request.args.items():
        is_limit = name.startswith("_") and name.endswith("_limit")
        if is_limit and not (value.isdecimal() and len(value) <= 6):
            tk.abort(400, tk._("The number of entries to show must be a whole number."))


# Lists in pages, for people.
LISTS = ("dataset.search", "organization.index", "organization.read")


def lead_to_first_page() -> Response | None:
    """Show the first page of a list where the number of the page is none."""
    page = tk.request.args.get("page", "1")
    is_number = page.isdecimal() and len(page) <= 8 and int(page) > 0
    if is_number or tk.request.endpoint not in LISTS:
        return None
    rest = [(name, value) for name, value in tk.request.args.items(multi=True) if name != "page"]
    address = tk.h.url_for(tk.request.endpoint, **(tk.request.view_args or {}))
    return tk.redirect_to(f"{address}?{urlencode(rest)}" if rest else address)


def ask_for_login() -> Response | None:
    """Ask for name and password where one was left empty; core would call them wrong."""
    if tk.request.endpoint != "user.login" or tk.request.method != "POST":
        return None
    form = tk.request.form
    if form.get("login", "").strip() and form.get("password"):
        return None
    tk.h.flash_error(tk._("Please enter your user name (or email address) and your password."))
    # The page is shown again by itself, with where the visitor wanted to go.
    wanted = tk.request.query_string.decode("ascii", "ignore")
    return tk.redirect_to(f"{tk.h.url_for('user.login')}{'?' if wanted else ''}{wanted}")


# Pages of core and its extensions that are about groups, and where visitors go instead:
# themes take the place of groups.
GROUP_BLUEPRINT = "group"
GROUP_PAGES = {
    "activity.group_activity": "dataset.search",
    "activity.group_changes": "dataset.search",
    "activity.group_changes_multiple": "dataset.search",
    "dashboard.groups": "dashboard.datasets",
    "dataset.groups": "dataset.read",
    "user.read_groups": "user.read",
}
# Pages with which CKAN's makers try out CKAN.
TRIAL_PAGES = ("util.primer", "util.custom_form_fields", "activity.dashboard_testing")


def close_unused_pages() -> Response | None:
    """Lead away from pages about groups, and hide those that only CKAN's makers need."""
    endpoint = tk.request.endpoint
    if endpoint in TRIAL_PAGES:
        tk.abort(404)
    if endpoint in GROUP_PAGES:
        target = GROUP_PAGES[endpoint]
        with_id = target in ("dataset.read", "user.read")
        return tk.redirect_to(target, **({"id": tk.request.view_args["id"]} if with_id else {}))
    if tk.request.blueprint == GROUP_BLUEPRINT:
        return tk.redirect_to("dataset.search")
    return None


kanazawa_theme.before_app_request(check_facet_limits)
kanazawa_theme.before_app_request(close_unused_pages)
kanazawa_theme.before_app_request(lead_to_first_page)
kanazawa_theme.before_app_request(ask_for_login)
# Blueprints of plugins come before core's, so the same rules here take precedence.
kanazawa_theme.add_url_rule("/", view_func=index)
kanazawa_theme.add_url_rule("/favicon.ico", view_func=favicon)
kanazawa_theme.add_url_rule(
    "/display-settings", view_func=display_settings, methods=["POST"], endpoint="display_settings"
)
