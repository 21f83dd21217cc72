"""Show a pending picture: decoded and written anew, never its original."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.kanazawa.contribute.submissions.files import Entry
from ckanext.kanazawa.contribute.submissions.pending import MissingBytes, pending_bytes
from ckanext.kanazawa.lib.images.anew import FORMATS, ImageError, preview
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.shared import extension_of


def is_picture(name: str) -> bool:
    """Say whether a file can be shown as a picture, by its name."""
    return extension_of(name) in FORMATS


def send_picture(entry: Entry) -> Any:
    """Answer with a pending picture as it is seen; 404 for what is none, or cannot be shown."""
    keep_nowhere()
    name = str(entry["name"])
    if not is_picture(name):
        return tk.abort(404, tk._("File not found"))
    try:
        with pending_bytes(entry) as stream:
            shown = preview(stream, extension_of(name))
    except (MissingBytes, ImageError):
        return tk.abort(404, tk._("File not found"))
    response = Response(shown, mimetype="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
