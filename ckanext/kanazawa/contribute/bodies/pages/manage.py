"""Forms on the page of a body: members, tokens, verification, its end."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, request

from ckanext.kanazawa.contribute.bodies.pages.body import found, page
from ckanext.kanazawa.contribute.pages import Page, call, require_login
from ckanext.kanazawa.contribute.protect import protect


def invite_post(name: str) -> Response:
    """Invite somebody; a link without an address is shown this once."""
    return _do(name, "body_invite", "", shown="invitation")


def token_post(name: str) -> Response:
    """Make a token, and show it this once."""
    return _do(name, "body_token_create", "", shown="token", scopes=request.form.getlist("scopes"))


def token_revoke_post(name: str) -> Response:
    """Take a token back."""
    return _do(name, "body_token_revoke", tk._("The token opens nothing any more."))


def role_post(name: str) -> Response:
    """Change the role of a member."""
    return _do(name, "body_member_update", tk._("Saved."))


def remove_post(name: str) -> Response:
    """Take a member out, or leave."""
    return _do(name, "body_member_remove", tk._("The membership ended."))


def verify_post(name: str) -> Response:
    """Note a verification."""
    return _do(name, "body_verify", tk._("It is noted that you verified this body."))


def suspend_post(name: str) -> Response:
    """Keep a body from submitting."""
    return _do(name, "body_suspend", tk._("It is suspended."))


def restore_post(name: str) -> Response:
    """Let a body submit again."""
    return _do(name, "body_restore", tk._("It may submit again."))


def close_post(name: str) -> Response:
    """Close a body."""
    return _do(name, "body_close", tk._("It is closed."))


def _do(name: str, action: str, done: str, *, shown: str = "", **more: Any) -> Response:
    """Call an action; back to the page, or the page at once with what is shown only now."""
    protect()
    login = require_login()
    if login:
        return login
    body = found(name)
    try:
        made = call(action, **{**request.form.to_dict(), **more, "id": body["id"]})
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such body."))
    except tk.ValidationError as error:
        # As the list it is in the form: several may be ticked.
        return page(body, {**request.form.to_dict(), **more}, error)
    if shown:
        return page(found(name), **{shown: made})
    tk.h.flash_success(done)
    # Whoever left may not see the page any more.
    left = action == "body_member_remove" and request.form.get("user_id") == tk.current_user.id
    if left:
        return tk.redirect_to("kanazawa_contribute_bodies.index")
    return tk.redirect_to("kanazawa_contribute_bodies.show_body", name=name)


_FORMS = {
    "invite": invite_post,
    "tokens": token_post,
    "tokens/revoke": token_revoke_post,
    "role": role_post,
    "remove": remove_post,
    "verify": verify_post,
    "suspend": suspend_post,
    "restore": restore_post,
    "close": close_post,
}
PAGES = tuple(
    Page(f"/contribute/bodies/<name>/{form}", view, ("POST",)) for form, view in _FORMS.items()
)
