"""Headers of every answer: caching, other sites' scripts (CORS), protection of readers."""

from __future__ import annotations

import re
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan.common import current_user
from flask import Flask, Response, g, request

from ckanext.kanazawa import config
from ckanext.kanazawa.compression import STATIC_ENDPOINTS

YEAR_S = 31_536_000
# `/webassets/kanazawa-theme/1a2b3c4d_main.css`: webassets puts a hash of the content first.
HASHED_ASSET = re.compile(r"^/webassets/(?:[^/]+/)*[0-9a-f]{8,}_[^/]+$")
CONTENT_HASH = re.compile(r"^[0-9a-f]{8,64}$")
EXPOSED = (
    "ETag, Content-Range, Content-Disposition, Content-Length, Accept-Ranges, Link, Last-Modified, "
    "Retry-After, Kanazawa-Replaced-Characters, Kanazawa-Provider-Kind, Kanazawa-Verification"
)
# A browser asks again before it sends these to another site.
ALLOWED = "Content-Type, Range, If-None-Match, If-Modified-Since"
PREFLIGHT_MAX_AGE_S = 86_400
# Files that a browser would run as a page of ours if it were let.
ACTIVE_TYPES = {
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "application/xml",
}
EMBEDDABLE = {"resource.view", "dataset_resource.view"}
# Pages made to stand in any other page, as the code says that people copy for it.
EMBEDDED = {"kanazawa_schemas_preview.embed"}
FRAME_ANCESTORS = re.compile(r"frame-ancestors[^;]*")


def install_headers(app: Flask) -> None:
    """Add the headers; runs after everything else that touches an answer.

    CKAN's own handler is the first that was registered, so the last that runs, and it sets
    Cache-Control anew. Ours has to stand before it in the list (no public call does that).
    """
    app.after_request_funcs.setdefault(None, []).insert(0, set_headers)
    app.session_interface = cast(Any, SessionKeeper(app.session_interface))


def set_headers(response: Response) -> Response:
    """Set caching, CORS and protection headers on one answer."""
    _set_caching(response)
    _set_cors(response)
    _set_protection(response)
    return response


def keep_for(seconds: int) -> None:
    """Let every cache keep the answer of this request for a while.

    The header itself would be overwritten by CKAN's handler; this is read after it.
    """
    g.kanazawa_max_age_s = seconds


def ask_each_time() -> None:
    """Let every cache keep the answer, but ask before each use whether it still holds.

    For what is public now and may be taken back: an ETag makes asking cheap.
    """
    g.kanazawa_is_asked_for = True


def keep_nowhere() -> None:
    """Forbid every cache, the reader's own too, to keep the answer of this request."""
    g.kanazawa_is_kept_nowhere = True


def is_immutable(path: str, version: str | None) -> bool:
    """Say whether an address can only ever stand for this content.

    Args:
        path: path of the address, without host.
        version: value of its parameter `v`, where there is one.
    """
    return bool(HASHED_ASSET.match(path) or (version and CONTENT_HASH.match(version)))


def _set_caching(response: Response) -> None:
    if request.endpoint in STATIC_ENDPOINTS and response.status_code in (200, 206, 304):
        if is_immutable(request.path, request.args.get("v")):
            response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
        else:
            response.headers["Cache-Control"] = f"public, max-age={config.static_max_age_s()}"
        g.kanazawa_is_shared = True
        return
    if g.get("kanazawa_is_kept_nowhere"):
        response.headers["Cache-Control"] = "private, no-store"
        return
    if g.get("kanazawa_is_asked_for") and response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = "public, no-cache"
        g.kanazawa_is_shared = True
        return
    seconds = g.get("kanazawa_max_age_s")
    if seconds is not None and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={seconds}"
        g.kanazawa_is_shared = True
        return
    if response.mimetype == "text/html" or "Set-Cookie" in response.headers:
        # Pages carry the visitor's CSRF token: no shared cache may hand them on, and the
        # browser asks each time, so that nobody sees yesterday's catalogue.
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Cookie")
    elif current_user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Cookie")
        response.vary.add(tk.config["apitoken_header_name"])


class SessionKeeper:
    """The application's session interface, idle for answers that are the same for everybody.

    CKAN looks at the session before every view. Flask then adds `Vary: Cookie`, writes the
    session again and sets its cookie anew, on each of the thirty files of a page: no shared
    cache could keep them.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Save the session, unless the answer is for everybody."""
        if not g.get("kanazawa_is_shared"):
            self._inner.save_session(app, session, response)


def _set_cors(response: Response) -> None:
    if "Access-Control-Allow-Origin" not in response.headers:
        return
    # Never Access-Control-Allow-Credentials: other sites see what any visitor sees, or what
    # an API token they were given opens, and cannot ride on a reader's login.
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Access-Control-Allow-Headers"] = (
        f"{tk.config['apitoken_header_name']}, {ALLOWED}"
    )
    if response.headers["Access-Control-Allow-Origin"] != "*":
        response.vary.add("Origin")
    if request.method == "OPTIONS":
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_MAX_AGE_S)


def _set_protection(response: Response) -> None:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if (request.endpoint or "").endswith("download"):
        if response.mimetype in ACTIVE_TYPES:
            headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return
    if response.mimetype != "text/html" or request.endpoint in EMBEDDABLE:
        return
    policy = config.content_security_policy()
    if request.endpoint in EMBEDDED:
        policy = FRAME_ANCESTORS.sub("frame-ancestors *", policy)
    else:
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if policy:
        headers.setdefault("Content-Security-Policy", policy)
