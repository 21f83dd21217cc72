"""Read uploads from requests without storing more than the limit.

The limit is known before the first byte is read, so a request that announces
more never fills a disk. Its bytes are still read and thrown away up to a bound:
a browser shows no answer of a server that stops listening (it says "connection
reset"), and the other fields of the form are wanted, so that it can be shown
again as it was typed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Flask, jsonify
from flask.wrappers import Request
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from ckanext.kanazawa.guard import message_nul

from . import config
from .size import size_text

# Addresses that take smaller files than the rest: end of the path → its limit in bytes.
SMALLER: dict[str, Callable[[], int]] = {}
# Room for the other fields and the boundaries of a form.
OTHER_FIELDS_BYTES = 2 << 20
# Beyond this many times the limit nobody is served by reading on.
PATIENCE = 4
IN_MEMORY_BYTES = 1 << 19


class CutOff(BadRequest):
    """The body of a request ended before its end."""


class UploadSpool(tempfile.SpooledTemporaryFile):
    """Hold a file while it comes in; drop it as soon as it is too large."""

    def __init__(self, limit: int, is_too_large: bool = False) -> None:
        """Open a spool.

        Args:
            limit: bytes it may hold.
            is_too_large: known from the start, so that nothing is kept at all.
        """
        super().__init__(max_size=IN_MEMORY_BYTES, mode="w+b")
        self.limit = limit
        self.is_too_large = is_too_large
        self.received_bytes = 0

    def write(self, s: Any) -> int:
        """Keep bytes, or only count them once there are too many."""
        self.received_bytes += len(s)
        if not self.is_too_large and self.received_bytes > self.limit:
            self.is_too_large = True
            self.seek(0)
            self.truncate()
        if not self.is_too_large:
            super().write(s)
        return len(s)


class UploadFormParser(FormDataParser):
    """Parse forms with the size limit, and say so when one was cut off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take werkzeug's settings, but our spools and no silence about broken forms."""
        super().__init__(*args, **kwargs)
        self.stream_factory = upload_spool
        self.silent = False

    def parse(
        self,
        stream: Any,
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Parse a form.

        Raises:
            CutOff: the end of the form is missing.
            BadRequest: a field holds a NUL, which the database cannot take.
        """
        try:
            parsed = super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise CutOff from error
        if any("\x00" in text for item in parsed[1].items(multi=True) for text in item):
            raise BadRequest(message_nul())
        return parsed


def upload_spool(
    total_content_length: int | None = None, *_args: Any, **_kwargs: Any
) -> UploadSpool:
    """Make the spool of one file of a form.

    Args:
        total_content_length: what the whole request announced; None if it did not say.
    """
    limit = _limit_here()
    return UploadSpool(limit, (total_content_length or 0) > limit + OTHER_FIELDS_BYTES)


def _limit_here() -> int:
    """Return how large a file may be that is sent to the address of this request."""
    path = tk.request.path.rstrip("/")
    own = [limit() for end, limit in SMALLER.items() if path.endswith(end)]
    return min([config.max_request_bytes(), *own])


def limit_uploads(app: Flask) -> None:
    """Make the application parse its forms with the size limit, and explain refusals."""
    request_class: type[Request] = app.request_class
    app.request_class = type(
        "UploadRequest", (request_class,), {"form_data_parser_class": UploadFormParser}
    )
    if app.config.get("MAX_CONTENT_LENGTH") is None:
        app.config["MAX_CONTENT_LENGTH"] = PATIENCE * config.max_request_bytes()
    app.register_error_handler(RequestEntityTooLarge, explain_too_large)
    for cut_off in (CutOff, ClientDisconnected):
        app.register_error_handler(cut_off, explain_cut_off)


def explain_too_large(_error: Exception) -> Any:
    """Answer a request that is too large even to read on."""
    limit = size_text(config.max_upload_bytes())
    return refuse(
        413,
        tk._(
            "What you sent is too large. A file may have up to {limit}. "
            "Go back in your browser to find what you typed."
        ).format(limit=limit),
    )


def explain_cut_off(_error: Exception) -> Any:
    """Answer a request whose body ended early."""
    return refuse(
        400,
        tk._("The upload was cut off before its end, so nothing was saved. Please send it again."),
    )


def refuse(status: int, message: str) -> Any:
    """Answer with an error: a page for people, JSON for API clients."""
    if tk.request.path.startswith("/api/"):
        error = {"__type": "Validation Error", "upload": [message]}
        response = jsonify({"success": False, "error": error})
        response.status_code = status
        return response
    page = {"code": status, "content": message, "name": "", "show_login_redirect_link": False}
    return tk.render("error_document_template.html", page), status
