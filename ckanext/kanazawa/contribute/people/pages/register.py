"""Registration, terms of use."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, request

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.pages import Page, allow, call, me, require_login, show
from ckanext.kanazawa.contribute.protect import protect
from ckanext.kanazawa.mail import is_configured

# People do not see this field; programs that fill in every form do.
TRAP = "homepage"


def register() -> Response:
    """Show the form of registration."""
    if tk.current_user.is_authenticated:
        allow("registration_request")
    return show("people/register", {"locale": tk.h.lang()}, **_facts())


def register_post() -> Response:
    """Send a link; the page that follows is the same whatever is known of the address."""
    protect()
    if request.form.get(TRAP):
        return show("people/register_sent", hours=config.link_hours())
    try:
        call("registration_request", **request.form.to_dict())
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        return show("people/register", request.form, error, **_facts())
    return show("people/register_sent", hours=config.link_hours())


def _facts() -> dict[str, Any]:
    return {"trap": TRAP, "mails": is_configured(), "hours": config.link_hours()}


def terms() -> Response:
    """Show the terms of use, and ask contributors to accept them."""
    return show("people/terms", hindrance=hindrance(me()), version=config.terms_version())


def terms_post() -> Response:
    """Note that a contributor accepted the terms."""
    protect()
    login = require_login()
    if login:
        return login
    try:
        call("terms_accept", terms=request.form.get("terms", ""))
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        found = hindrance(me())
        version = config.terms_version()
        return show("people/terms", error=error, hindrance=found, version=version)
    tk.h.flash_success(tk._("Thank you. It is noted that you accepted the terms of use."))
    return tk.redirect_to("kanazawa_contribute_people.account")


PAGES = (
    Page("/contribute/register", register),
    Page("/contribute/register", register_post, ("POST",)),
    Page("/contribute/terms", terms),
    Page("/contribute/terms", terms_post, ("POST",)),
)
