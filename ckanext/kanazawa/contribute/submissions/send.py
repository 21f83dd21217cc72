"""Send a pending file to those who may see it: as an attachment that nothing keeps or runs."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import files
from flask import Response

from ckanext.kanazawa.contribute.submissions.files import Entry, file_record
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.shared import StoredBytes, disposition, storage_of

# Whatever a browser is talked into, nothing in the file runs or loads anything.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def send_pending(entry: Entry) -> Any:
    """Answer with a pending file."""
    keep_nowhere()
    record = file_record(entry)
    storage: Any = storage_of(record) if record is not None else None
    data = files.FileData.from_object(record) if record is not None else None
    if storage is None or data is None or not storage.exists(data):
        return tk.abort(404, tk._("File not found"))
    response = Response(StoredBytes(storage, data))  # type: ignore[arg-type]
    response.content_length = data.size
    headers = response.headers
    headers["Content-Type"] = "application/octet-stream"
    headers["Content-Disposition"] = disposition(entry["name"], "file")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Robots-Tag"] = "noindex"
    return response
