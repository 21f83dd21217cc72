"""Send pending files: as an attachment that nobody keeps and no browser runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import files
from flask import Response

from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.shared import chunks_of, storage_of


def send_pending(submission_id: str, key: str) -> Any:
    """Answer with a file of the newest revision; 404 where there is none (any more).

    Args:
        submission_id: of a submission that whoever asks may see.
        key: of the file.
    """
    keep_nowhere()
    submission = model.Session.get(Submission, submission_id)
    number = submission.revision if submission else 0
    revision = model.Session.get(Revision, (submission_id, number))
    entry = next((one for one in (revision.files if revision else ()) if one["key"] == key), None)
    record = model.Session.get(model.File, entry["file_id"]) if entry else None
    storage = storage_of(record) if record is not None else None
    if entry is None or record is None or storage is None or record.storage != PENDING_STORAGE:
        return tk.abort(404, tk._("File not found"))
    data = files.FileData.from_object(record)
    if not storage.exists(data):
        return tk.abort(404, tk._("File not found"))
    response = Response(chunks_of(storage.stream(data)), mimetype="application/octet-stream")
    name = quote(str(entry["name"]), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.content_length = record.size
    return response
