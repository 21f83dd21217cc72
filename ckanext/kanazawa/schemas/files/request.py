"""Read uploads from requests without storing more than the limit.

The limit is known before the first byte is read, so a request that announces
more never fills a disk. Its bytes are still read and thrown away up to a bound:
a browser shows no answer of a server that stops listening (it says "connection
reset"), and the other fields of the form are wanted, so that it can be shown
again as it was typed.
"""

from __future__ import annotations

import tempfile
from typing import Any

from flask import Flask
from flask.wrappers import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from . import config

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
            RequestEntityTooLarge: it announces many times the limit.
        """
        limit = config.max_request_bytes()
        if mimetype == "multipart/form-data" and (content_length or 0) > PATIENCE * limit:
            raise RequestEntityTooLarge
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise CutOff from error


def upload_spool(
    total_content_length: int | None = None, *_args: Any, **_kwargs: Any
) -> UploadSpool:
    """Make the spool of one file of a form.

    Args:
        total_content_length: what the whole request announced; None if it did not say.
    """
    limit = config.max_request_bytes()
    return UploadSpool(limit, (total_content_length or 0) > limit + OTHER_FIELDS_BYTES)


def limit_uploads(app: Flask) -> None:
    """Make the application parse its forms with the size limit."""
    request_class: type[Request] = app.request_class
    app.request_class = type(
        "UploadRequest", (request_class,), {"form_data_parser_class": UploadFormParser}
    )
