"""Addresses by which machines find the catalogue: sitemap and OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator

import ckan.plugins.toolkit as tk
from ckan.common import _
from ckan.config.middleware.flask_app import csrf
from flask import Blueprint, Response, current_app, jsonify, make_response, request
from werkzeug.exceptions import Forbidden

from ckanext.kanazawa import negotiation, openapi, sitemap
from ckanext.kanazawa.forgery import check_token
from ckanext.kanazawa.rdf_request import check_rdf_request
from ckanext.kanazawa.responses import keep_for
from ckanext.kanazawa.tracking import report_view

__all__ = ["kanazawa"]

kanazawa = Blueprint("kanazawa", __name__)


def _xml(lines: Iterator[str]) -> Response:
    # Joined rather than streamed: a file is at most a few megabytes, compresses to a
    # twentieth, and so has a length that crawlers can check.
    response = Response("".join(lines), content_type="application/xml; charset=utf-8")
    keep_for(3600)
    return response


def sitemap_index() -> Response:
    """Show the index of the sitemap."""
    return _xml(sitemap.index_lines())


def sitemap_part(part: str) -> Response:
    """Show one file of the sitemap: "pages", or a number from 1."""
    if part == "pages":
        return _xml(sitemap.page_lines())
    number = int(part) if part.isascii() and part.isdigit() and len(part) < 9 else 0
    rows = sitemap.dataset_rows(number) if number > 0 else []
    if not rows:
        tk.abort(404, _("There is no such part of the sitemap."))
    return _xml(sitemap.dataset_lines(rows))


def openapi_description() -> Response:
    """Show the OpenAPI description of the actions that visitors use."""
    response = jsonify(openapi.description())
    keep_for(300)
    return response


def not_allowed(error: tk.NotAuthorized) -> Response:
    """Answer 403 where a view of core leaves a refusal uncaught, as that of names of users."""
    if request.path.startswith("/api/"):
        reason = {"__type": "Authorization Error", "message": _("Access denied")}
        return make_response(jsonify({"success": False, "error": reason}), 403)
    return make_response(current_app.handle_http_exception(Forbidden()))


kanazawa.add_url_rule("/sitemap.xml", view_func=sitemap_index)
kanazawa.add_url_rule("/sitemap-<part>.xml", view_func=sitemap_part)
kanazawa.add_url_rule("/api/openapi.json", view_func=openapi_description)
kanazawa.add_url_rule("/_tracking", view_func=report_view, methods=["POST"])
csrf.exempt(report_view)
kanazawa.before_app_request(check_token)
kanazawa.app_errorhandler(tk.NotAuthorized)(not_allowed)
kanazawa.before_app_request(negotiation.rdf_redirect)
kanazawa.before_app_request(check_rdf_request)
kanazawa.after_app_request(negotiation.vary_on_accept)
