"""The own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, request

from ckanext.kanazawa.contribute.bodies import listing as bodies
from ckanext.kanazawa.contribute.pages import Page, call, require_login, show
from ckanext.kanazawa.contribute.protect import protect


def account() -> Response:
    """Show the own account, or how to become a contributor."""
    login = require_login()
    return login or _page({}, None)


def account_post() -> Response:
    """Change the display name and the language."""
    return _do("account_patch", tk._("Saved."))


def address_post() -> Response:
    """Ask for a link to another address."""
    sent = tk._("A link was sent to the address. Open it to confirm that it is yours.")
    return _do("address_change", sent)


def leave() -> Response:
    """Say what leaving means, and ask."""
    login = require_login()
    if login:
        return login
    shown = _own()
    return show("people/leave", account=shown, bodies=bodies.of_user(shown["id"]))


def leave_post() -> Response:
    """Leave for good."""
    protect()
    login = require_login()
    if login:
        return login
    shown = _own()
    try:
        call("account_leave", **request.form.to_dict())
    except tk.ValidationError as error:
        found = bodies.of_user(shown["id"])
        return show("people/leave", request.form, error, account=shown, bodies=found)
    tk.logout_user()
    return show("people/left")


def _do(action: str, done: str) -> Response:
    protect()
    login = require_login()
    if login:
        return login
    try:
        call(action, **request.form.to_dict())
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        return _page(request.form, error)
    tk.h.flash_success(done)
    return tk.redirect_to("kanazawa_contribute_people.account")


def _page(values: Mapping[str, Any], error: tk.ValidationError | None) -> Response:
    shown = _own()
    known = {**shown, "address": "", **values}
    return show("people/account", known, error, account=shown, bodies=bodies.of_user(shown["id"]))


def _own() -> dict[str, Any]:
    try:
        return call("account_show")
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused.message or ""))


PAGES = (
    Page("/contribute/account", account),
    Page("/contribute/account", account_post, ("POST",)),
    Page("/contribute/account/address", address_post, ("POST",)),
    Page("/contribute/account/leave", leave),
    Page("/contribute/account/leave", leave_post, ("POST",)),
)
