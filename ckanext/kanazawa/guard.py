"""Refuse, with a clear message, what PostgreSQL cannot take anyway.

A NUL character in an address, a form or a JSON document reaches the database in dozens of
core views and ends there as an error of the server. It is never meant: say so at the door.
"""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from ckan.common import _
from ckan.lib.search import SearchQueryError
from flask import Flask, Response, abort, current_app, g, jsonify, make_response, request
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, RequestURITooLarge

log = logging.getLogger(__name__)

# Larger bodies are files or bulk loads; the database's own refusal is caught for those.
LARGEST_CHECKED_BYTES = 1_000_000
LONGEST_ADDRESS = 16_384
# Arguments of core's actions that name something. A number, list or object in their place
# reaches the database, which cannot compare it with text.
REFERENCES = (
    *("id", "name_or_id", "package_id", "dataset_id", "resource_id", "resource_view_id"),
    *("owner_org", "org_id", "organization_id", "group_id", "user_id", "username"),
)
# What ckanext-dcat writes; anything else would be an error inside rdflib.
RDF_FORMATS = ("ttl", "xml", "rdf", "n3", "jsonld")


def message_nul() -> str:
    """Return the message about a NUL character, in the reader's language."""
    return _("The request contains a character that cannot be stored (NUL, U+0000). Remove it.")


def message_long() -> str:
    """Return the message about an address that is too long, in the reader's language."""
    return _("The address is too long. Use fewer search words or filters.")


def check_request() -> Response | None:
    """Refuse an unusable address or body: an answer with 400 or 414; None lets it pass."""
    query = request.query_string
    if len(request.path) + len(query) > LONGEST_ADDRESS:
        return _refuse(414, message_long())
    if "\x00" in request.path or b"\x00" in unquote_to_bytes(query):
        return _refuse(400, message_nul())
    try:
        if _body_has_nul():
            return _refuse(400, message_nul())
    except BadRequest as error:  # a reader of forms that refuses what it meets
        return _refuse(400, error.description or message_nul())
    if _is_unknown_rdf():
        abort(404)
    wrong = _wrong_references()
    if wrong:
        message = _("Text is expected here.")
        error = {"__type": "Validation Error", **{name: [message] for name in wrong}}
        return make_response(jsonify({"success": False, "error": error}), 409)
    return None


def _wrong_references() -> list[str]:
    """Return the names of arguments of an API call that should be text and are not."""
    if request.mimetype != "application/json" or not request.path.startswith("/api/"):
        return []
    if (request.content_length or 0) > LARGEST_CHECKED_BYTES:
        return []
    document = request.get_json(silent=True)
    match = document.get("match") if isinstance(document, dict) else None
    given = [part for part in (document, match) if isinstance(part, dict)]
    return [
        name
        for name in REFERENCES
        if any(not isinstance(part.get(name), (str, type(None))) for part in given)
    ]


def _body_has_nul() -> bool:
    if request.method not in ("POST", "PUT", "PATCH") or request.content_length is None:
        return False
    if request.content_length > LARGEST_CHECKED_BYTES:
        return False
    if request.mimetype not in ("application/json", "application/x-www-form-urlencoded"):
        return False  # files: whoever receives them says at the field what is wrong
    # Core's tracking reads the server's own stream after the view: leave it unread.
    request.environ["wsgi.input"] = BytesIO(request.get_data(cache=True))
    if request.mimetype == "application/json":
        return any(map(_is_unstorable, _texts(_json_body())))
    if request.mimetype == "application/x-www-form-urlencoded":
        return any("\x00" in text for item in request.form.items(multi=True) for text in item)
    return False


def _json_body() -> Any:
    """Read the JSON of the request; None where it is none."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        # Thousands of brackets in each other: what core would fail on as well.
        return abort(_refuse(400, _("The JSON document is nested too deeply.")))


def _is_unstorable(text: str) -> bool:
    """Say whether a text has a NUL, or half of a surrogate pair (JSON can spell one)."""
    return "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


def _texts(value: Any) -> list[str]:
    """Return every text in a JSON document, keys too; a list of levels instead of recursion."""
    texts: list[str] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            texts.append(item)
        elif isinstance(item, dict):
            texts.extend(str(key) for key in item)
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return texts


def _refuse(status: int, message: str) -> Response:
    if request.path.startswith("/api/"):
        error = {"__type": "Bad Request", "message": message}
        response = jsonify({"success": False, "error": error})
        response.status_code = status
        return response
    g.kanazawa_refusal = message
    # Not raised: inside an error handler that would end as an error of the server.
    error_class = RequestURITooLarge if status == 414 else BadRequest
    return make_response(current_app.handle_http_exception(error_class(message)))


def _bad_data(error: DataError) -> Any:
    """Answer 400 where the database refused a value that core let through."""
    log.info("The database refused a value: %s", error.orig)
    return _refuse(400, _("The request contains a value that the database cannot take."))


def _bad_value(error: ValueError) -> Any:
    """Answer 400 where the database driver met a NUL; anything else stays what it is."""
    if "NUL (0x00)" not in str(error):
        raise error
    return _refuse(400, message_nul())


def _bad_query(error: SearchQueryError) -> Any:
    """Answer 400 where a feed or an RDF page was asked for with a query that is not valid.

    Core's search page handles it itself; its feeds and ckanext-dcat do not.
    """
    log.info("A search was refused: %s", error)
    # Our own engine says what is wrong with the query, in the reader's language.
    reason = getattr(error, "reader_message", None)
    return _refuse(
        400,
        reason or _("The search query cannot be understood. Check quotation marks and brackets."),
    )


def _is_unknown_rdf() -> bool:
    """Say whether RDF is asked for in a format that there is not."""
    ending = (request.view_args or {}).get("_format")
    return (request.endpoint or "").startswith("dcat.") and ending not in (None, *RDF_FORMATS)


def install_guard(app: Flask) -> None:
    """Add the check before, and the two handlers behind, every view."""
    app.before_request(check_request)
    app.register_error_handler(DataError, _bad_data)
    app.register_error_handler(ValueError, _bad_value)
    app.register_error_handler(SearchQueryError, _bad_query)
