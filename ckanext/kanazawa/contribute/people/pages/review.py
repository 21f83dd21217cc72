"""Accounts, for stewards: links to hand out, suspension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, request

from ckanext.kanazawa.contribute.pages import Page, allow, call, require_login, show, told
from ckanext.kanazawa.contribute.protect import protect


def people() -> Response:
    """List the contributors."""
    login = require_login()
    return login or _page({}, None)


def people_post() -> Response:
    """Make a link to hand out, and show it this once."""
    protect()
    login = require_login()
    if login:
        return login
    try:
        made = call("registration_create", **request.form.to_dict())
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        return _page(request.form, error)
    return _page({}, None, made)


def suspend_post(id: str) -> Response:
    """Suspend somebody."""
    return _do("account_suspend", tk._("The account is suspended."), id)


def restore_post(id: str) -> Response:
    """Let somebody contribute again."""
    return _do("account_restore", tk._("The account may contribute again."), id)


def _do(action: str, done: str, user_id: str) -> Response:
    protect()
    login = require_login()
    if login:
        return login
    try:
        call(action, id=user_id, reason=request.form.get("reason", ""))
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such account."))
    except tk.ValidationError as error:
        tk.h.flash_error(told(error))
    else:
        tk.h.flash_success(done)
    return tk.redirect_to("kanazawa_contribute_people.people")


def _page(
    values: Mapping[str, Any],
    error: tk.ValidationError | None,
    made: dict[str, Any] | None = None,
) -> Response:
    allow("account_list")
    q, page = request.args.get("q", "")[:60], request.args.get("page", "1")
    found = call("account_list", q=q, page=page)
    known = {"locale": tk.h.lang(), **values}
    return show("people/review", known, error, found=found, made=made, q=q)


PAGES = (
    Page("/review/people", people),
    Page("/review/people", people_post, ("POST",)),
    Page("/review/people/<id>/suspend", suspend_post, ("POST",)),
    Page("/review/people/<id>/restore", restore_post, ("POST",)),
)
