"""Protection of forms against forged requests, for visitors without an account, too."""

from __future__ import annotations

from ckan.common import current_user
from ckan.config.middleware.flask_app import csrf
from flask import current_app, g


def protect() -> None:
    """Check the token of a form, whatever core exempted; see `ckanext/kanazawa/forgery.py`.

    Who logs in with an API token needs none: no browser adds that by itself.

    Raises:
        CSRFError: (answered with 400) no token, or a wrong or an old one.
    """
    by_token = g.get("login_via_auth_header") and current_user.is_authenticated
    if current_app.config["WTF_CSRF_ENABLED"] and not by_token:
        csrf.protect()
