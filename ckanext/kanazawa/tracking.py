"""A proper answer to the view counts that core's tracking lets each page report.

Core counts in a hook that runs after every request and has no view behind it: browsers
are told 405, anything malformed ends as an error of the server, and pages in another
language than the default count for nothing. The view here makes the report fit for the
hook, which then does the counting as always.
"""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

import ckan.plugins.toolkit as tk
from flask import Response, request

KINDS = ("page", "resource")
LONGEST_URL = 2000


def report_view() -> Response:
    """Take the report of a viewed page or a followed link; answer 204, or 400 for others."""
    kind, url = request.form.get("type", ""), request.form.get("url", "")
    if kind not in KINDS or not url.startswith(("/", "http:", "https:")) or len(url) > LONGEST_URL:
        # The hook looks at the address alone: keep it from reading what it cannot take.
        request.environ["PATH_INFO"] = "/_tracking/refused"
        return Response(status=400)
    body = f"url={quote(without_language(url), safe='')}&type={kind}"
    request.environ["wsgi.input"] = BytesIO(body.encode())
    request.environ.setdefault("HTTP_USER_AGENT", "")
    return Response(status=204)


def without_language(path: str) -> str:
    """Return a path without the prefix of its language, as "/en" in "/en/dataset/a"."""
    for locale in tk.config["ckan.locales_offered"]:
        prefix = f"/{locale}"
        if path == prefix or path.startswith(f"{prefix}/"):
            return path[len(prefix) :] or "/"
    return path
