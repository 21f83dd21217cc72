"""Calls with a body's token: only our actions for submissions see who it is.

A token is no account. To everything else of the portal such a call is that of a visitor, also
where the browser that sends it is logged in.
"""

from __future__ import annotations

import re

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import g, has_request_context, request

from ckanext.kanazawa.contribute.bodies.tokens import PREFIX, Bearer, bearer_of, note_use

# What a token can be used for; making tokens, members or accounts is not among it.
ACTIONS = re.compile(r"kanazawa_contribute_(?:submission|correction|file)_[a-z_]+")
READING = re.compile(r".*_(?:show|list)")


def identify() -> model.User | model.AnonymousUser | None:
    """Say who calls where a body's token was sent; None leaves it to the other ways to log in."""
    text = request.headers.get(tk.config["apitoken_header_name"], "")
    if not text.startswith(PREFIX):
        return None
    # As core does for its own tokens: no form of a page, no token against forged requests.
    g.login_via_auth_header = True
    bearer = bearer_of(text) if _is_allowed() else None
    if bearer is None or _scope() not in bearer.scopes:
        return model.AnonymousUser()
    user = model.User.get(bearer.user_id)
    if user is None or user.state != model.State.ACTIVE:
        return model.AnonymousUser()
    g.kanazawa_contribute_bearer = bearer
    note_use(bearer.token_id)
    return user


def bearer() -> Bearer | None:
    """Return the token with which the present call was made, if it was."""
    return g.get("kanazawa_contribute_bearer") if has_request_context() else None


def _asked() -> str:
    """Return the name of the action that is asked for over HTTP; "" for every other page."""
    if request.endpoint != "api.action":
        return ""
    return str((request.view_args or {}).get("logic_function", ""))


def _is_allowed() -> bool:
    return ACTIONS.fullmatch(_asked()) is not None


def _scope() -> str:
    return "read" if READING.fullmatch(_asked()) else "submit"
