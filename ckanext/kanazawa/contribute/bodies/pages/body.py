"""List of bodies, form for a new one, page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, request

from ckanext.kanazawa.contribute.acting import municipalities
from ckanext.kanazawa.contribute.bodies.body import HOW, KINDS
from ckanext.kanazawa.contribute.labels import body_kind_label
from ckanext.kanazawa.contribute.pages import Page, allow, call, require_login, show
from ckanext.kanazawa.contribute.protect import protect


def index() -> Response:
    """List one's own bodies, and those a steward looks after."""
    login = require_login()
    return login or show("bodies/index", found=call("body_list"), kind_label=body_kind_label)


def new() -> Response:
    """Show the form for a new body."""
    login = require_login()
    if login:
        return login
    allow("body_create")
    return _form("bodies/new", {}, None)


def new_post() -> Response:
    """Make a body."""
    protect()
    login = require_login()
    if login:
        return login
    try:
        made = call("body_create", **request.form.to_dict())
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        return _form("bodies/new", request.form, error)
    tk.h.flash_success(tk._("Made. Invite others, or begin with a contribution."))
    return tk.redirect_to("kanazawa_contribute_bodies.show_body", name=made["name"])


def edit(name: str) -> Response:
    """Show the form of a body."""
    body = found(name)
    allow("body_update", id=body["id"])
    return _form("bodies/edit", body, None, body=body)


def edit_post(name: str) -> Response:
    """Change what a body says of itself."""
    protect()
    body = found(name)
    try:
        call("body_update", **{**request.form.to_dict(), "id": body["id"]})
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ValidationError as error:
        return _form("bodies/edit", request.form, error, body=body)
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("kanazawa_contribute_bodies.show_body", name=name)


def show_body(name: str) -> Response:
    """Show the page of a body."""
    return page(found(name))


def found(name: str) -> dict[str, Any]:
    """Return a body that whoever asks may know of; else the page of what is not found."""
    try:
        return call("body_show", id=name)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such body."))


def page(
    body: dict[str, Any],
    values: Mapping[str, Any] | None = None,
    error: tk.ValidationError | None = None,
    **facts: Any,
) -> Response:
    """Return the page of a body, with a form on it as it was sent."""
    me = tk.current_user.id if tk.current_user.is_authenticated else None
    known = {"body": body, "kind_label": body_kind_label, "how": HOW, "me": me, **facts}
    return show("bodies/read", values or {"days": "90", "role": "member"}, error, **known)


def _form(
    template: str, values: Mapping[str, Any], error: tk.ValidationError | None, **facts: Any
) -> Response:
    choices = [(id, tk.h.kanazawa_schemas_organization_title(id)) for id in municipalities()]
    kinds = [(kind, body_kind_label(kind)) for kind in KINDS]
    return show(template, values, error, kinds=kinds, municipalities=choices, **facts)


PAGES = (
    Page("/contribute/bodies", index),
    Page("/contribute/bodies/new", new),
    Page("/contribute/bodies/new", new_post, ("POST",)),
    Page("/contribute/bodies/<name>", show_body),
    Page("/contribute/bodies/<name>/edit", edit),
    Page("/contribute/bodies/<name>/edit", edit_post, ("POST",)),
)
