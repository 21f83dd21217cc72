"""Give RDF at the address of a page to clients that ask for it.

ckanext-dcat can do this itself (`ckanext.dcat.enable_content_negotiation`), but by putting
views of its own over the home page, the dataset page and the form for new datasets, which
then are no longer those of core and of the theme. So the page's address stays theirs and
only a client that prefers RDF is sent on.
"""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

FORMATS = {
    "text/turtle": "ttl",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
    "text/n3": "n3",
}
HTML = "text/html"


def preferred_format() -> str | None:
    """Return "ttl", "xml", "jsonld" or "n3" where the client wants RDF, else None."""
    accepted = request.accept_mimetypes
    best = accepted.best_match([HTML, *FORMATS], default=HTML)
    if best == HTML or accepted[best] <= accepted[HTML]:
        return None
    return FORMATS[best]


def is_negotiated() -> bool:
    """Say whether the requested page has RDF beside it."""
    if not p.plugin_loaded("dcat") or request.method not in ("GET", "HEAD"):
        return False
    endpoint = request.endpoint or ""
    return request.path == "/" or endpoint.endswith("dataset.read")


def rdf_redirect() -> BaseResponse | None:
    """Send a client that prefers RDF to it (303 See Other); None leaves the page."""
    if not is_negotiated():
        return None
    wanted = preferred_format()
    if wanted is None:
        return None
    if request.path == "/":
        return redirect(tk.url_for("dcat.read_catalog", _format=wanted, locale="default"), 303)
    name = (request.view_args or {}).get("id", "")
    address = tk.url_for("dcat.read_dataset", _id=name, _format=wanted, locale="default")
    return redirect(address, 303)


def vary_on_accept(response: Response) -> Response:
    """Tell caches that the answer depends on what the client accepts."""
    if is_negotiated():
        response.vary.add("Accept")
    return response
