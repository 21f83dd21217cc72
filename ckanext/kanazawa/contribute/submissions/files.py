"""Pending files: stored apart, owned by their submission from the first write."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import files
from ckan.model.types import make_uuid
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.limits.files import check
from ckanext.kanazawa.contribute.limits.quota import check_file
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import EDITABLE
from ckanext.kanazawa.contribute.step import locked
from ckanext.kanazawa.contribute.storage import OWNER_TYPE, pending_storage
from ckanext.kanazawa.contribute.submissions.readers import Refused, text
from ckanext.kanazawa.contribute.submissions.revise import newest, save
from ckanext.kanazawa.schemas.shared import (
    SUBMISSION,
    Edition,
    Received,
    new_location,
    note_file,
    record_edition,
)

log = logging.getLogger(__name__)
Entry = dict[str, Any]
# Those of an entry that people may change.
TOLD = ("title", "description", "resource_id")


def add_file(
    submission_id: str,
    sent: FileStorage,
    user_id: str | None,
    states: Collection[str] = EDITABLE,
) -> Entry:
    """Take a file in, in the open transaction: stored, examined by the queue, in a new revision.

    The same bytes under the same name again, as a retried request brings them, add nothing.

    Args:
        submission_id: of the submission.
        sent: the file as the request brought it.
        user_id: who sends it.
        states: the submission may be in.

    Returns:
        Its entry in `Revision.files`.

    Raises:
        tk.ValidationError: at "upload", what is wrong with it.
        StepRefused: the submission cannot be changed now.
    """
    received = check(sent)
    submission = locked(submission_id)
    known = _same(files_of(submission), received)
    if known is not None:
        return known
    if submission.state in EDITABLE and submission.author_id:
        check_file(submission.author_id, received.size_bytes)
    record = _stored(submission, received)
    edition = record_edition(submission.id, record, owner_type=SUBMISSION, release="held")
    entry: Entry = {
        "key": make_uuid(),
        "file_id": record.id,
        "name": record.name,
        "sha256": record.hash,
        "size_bytes": record.size,
        "edition_id": edition.id,
        "title": "",
        "description": "",
        "resource_id": _replaced(submission),
    }
    save(submission.id, user_id, files=[*files_of(submission), entry], states=states)
    return entry


def remove_file(
    submission_id: str,
    key: str,
    user_id: str | None,
    states: Collection[str] = EDITABLE,
) -> None:
    """Leave a file out of a new revision; its bytes stay while an earlier revision names them.

    Raises:
        tk.ObjectNotFound: there is no such file.
    """
    submission = locked(submission_id)
    kept = [entry for entry in files_of(submission) if entry["key"] != key]
    if len(kept) == len(files_of(submission)):
        raise tk.ObjectNotFound("File")
    removed = entry_of(submission, key)
    revision = save(submission.id, user_id, files=kept, states=states)
    if submission.submitted_at is None:
        _forget(removed, revision)


def changed_files(entries: list[Entry], changes: Any) -> list[Entry]:
    """Return entries with other titles, descriptions and targets.

    Args:
        entries: of a revision.
        changes: [{"key", and any of `TOLD`}].

    Raises:
        tk.ValidationError: a change names no file, or what cannot be changed.
    """
    wrong = tk.ValidationError({"files": [tk._("This is not of the form expected.")]})
    if not isinstance(changes, list):
        raise wrong
    wanted: dict[str, Entry] = {}
    for change in changes:
        if not isinstance(change, dict) or set(change) - {"key", *TOLD}:
            raise wrong
        wanted[str(change.get("key"))] = _told(change)
    if set(wanted) - {entry["key"] for entry in entries}:
        raise tk.ValidationError({"files": [tk._("There is no such file.")]})
    return [{**entry, **wanted.get(entry["key"], {})} for entry in entries]


def _told(change: Entry) -> Entry:
    longest = {"title": 300, "description": 5_000, "resource_id": 100}
    found: Entry = {}
    for name in TOLD:
        if name in change:
            try:
                found[name] = text(longest[name])(change[name])
            except Refused as refused:
                raise tk.ValidationError({"files": refused.messages}) from None
    if "resource_id" in found:
        found["resource_id"] = found["resource_id"] or None
    return found


def files_of(submission: Submission) -> list[Entry]:
    """Return the entries of the newest revision's files."""
    revision = newest(submission)
    return list(revision.files) if revision else []


def entry_of(submission: Submission, key: str, revision: int | None = None) -> Entry:
    """Return one file of a revision, the newest unless another is named.

    Raises:
        tk.ObjectNotFound: there is none of this key.
    """
    found = (
        newest(submission)
        if revision is None
        else model.Session.get(Revision, (submission.id, revision))
    )
    for entry in found.files if found else ():
        if entry["key"] == key:
            return entry
    raise tk.ObjectNotFound("File")


def file_record(entry: Entry) -> model.File | None:
    """Return the row of an entry's file, None where it is no pending one any more."""
    record = model.Session.get(model.File, entry["file_id"])
    return record if record is not None and record.storage == PENDING_STORAGE else None


def _same(entries: list[Entry], received: Received) -> Entry | None:
    for entry in entries:
        if (entry["sha256"], entry["name"]) == (received.sha256, received.name):
            return entry
    return None


def _replaced(submission: Submission) -> str | None:
    """Return the resource a first file replaces, where only one was named."""
    is_first = not files_of(submission)
    return submission.resource_id if submission.kind == "replacement" and is_first else None


def _stored(submission: Submission, received: Received) -> model.File:
    """Write the bytes to a fresh address; they go again unless the transaction commits."""
    storage = pending_storage()
    location = new_location(storage, submission.id)
    note_file("written", storage, location)
    received.stream.seek(0)
    mimetype = received.kind.mimetype
    upload = files.Upload(received.stream, received.name, received.size_bytes, mimetype)
    failed = tk.ValidationError(
        {"upload": [tk._("The file could not be stored. Please try again later.")]}
    )
    try:
        data = storage.upload(location, upload)
    except (files.exc.FilesError, OSError) as error:
        log.exception("Could not store a file of submission %s", submission.id)
        raise failed from error
    if data.size != received.size_bytes:
        log.error("Stored %s of %s bytes at %s", data.size, received.size_bytes, location)
        raise failed
    known = files.FileData.from_object(
        data, hash=received.sha256, algorithm="sha256", content_type=mimetype
    )
    record = model.File(name=received.name, storage=PENDING_STORAGE, **known.as_dict())
    owner = model.FileOwner(
        file_id=record.id, owner_id=submission.id, owner_type=OWNER_TYPE, pinned=True
    )
    model.Session.add_all([record, owner])
    model.Session.flush()
    return record


def _forget(entry: Entry, revision: Revision) -> None:
    """Remove the bytes of a file that nobody but its author ever saw."""
    edition = model.Session.get(Edition, entry["edition_id"])
    if edition is not None:
        model.Session.delete(edition)
    record = file_record(entry)
    if record is not None:
        note_file("purged", pending_storage(), record.location)
        model.Session.delete(record)
    log.info("A file was left out of submission %s", revision.submission_id)
