"""Check the token against forged requests, also where core has stopped checking it.

Core lets requests without a session pass, which need no token, by exempting the view they
ask for: for good, and for everybody. One visitor who posts to a form that way leaves it
open to forged requests of people who are logged in, until the process ends. So the token
of everyone with a session is checked here whatever core exempted.
"""

from __future__ import annotations

from ckan.common import current_user
from ckan.config.middleware.flask_app import csrf
from flask import current_app, g, request

# Views that need no token from anybody: it says that a page was seen, nothing else, and
# core's script sends no token with it.
OPEN_VIEWS = ("kanazawa.report_view",)


def check_token() -> None:
    """Refuse a writing request of a session without its token; a check before each request.

    Raises:
        CSRFError: (answered with 400) no token, or a wrong or an old one.
    """
    if not current_app.config["WTF_CSRF_ENABLED"] or g.get("login_via_auth_header"):
        return
    if not current_user.is_authenticated or request.endpoint in OPEN_VIEWS:
        return
    if not g.get("csrf_valid"):
        csrf.protect()
