"""Protection of forms against forged requests, for visitors without an account, too."""

from __future__ import annotations

from ckan.config.middleware.flask_app import csrf
from flask import current_app


def protect() -> None:
    """Check the token of a form, whatever core exempted; see `ckanext/kanazawa/forgery.py`.

    Raises:
        CSRFError: (answered with 400) no token, or a wrong or an old one.
    """
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
