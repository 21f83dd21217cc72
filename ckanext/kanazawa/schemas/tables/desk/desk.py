"""Take a file in, or refuse it: the order in which page and API look at a visitor's request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.files.size import size_text
from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk.process.notes import ORIGINAL, TASK, read_note
from ckanext.kanazawa.schemas.tables.desk.rate import wait_s
from ckanext.kanazawa.schemas.tables.desk.start import Busy, NotStarted, start
from ckanext.kanazawa.schemas.tables.desk.task import task_of

log = logging.getLogger(__name__)
# A check takes a second or two; the folder empties more slowly.
BUSY_RETRY_S, FULL_RETRY_S = 10, 60


class Refused(tk.ValidationError):
    """A file or request that is refused: at a field, with a status of its own.

    Attributes:
        status: of HTTP.
        retry_after_s: when to come again; None where that would change nothing.
    """

    def __init__(
        self, message: str, status: int, *, field: str = "upload", retry_after_s: int | None = None
    ):
        super().__init__({field: [message]})
        self.status = status
        self.retry_after_s = retry_after_s


def begin(upload: Any, asked: Mapping[str, Any]) -> Path:
    """Take a file in and start working on it.

    Args:
        upload: what came in the field of the file.
        asked: the other fields, as `task_of` takes them.

    Returns:
        The folder of the check; its name is the token.

    Raises:
        Refused: too often, too large, no file, too busy.
        tk.ValidationError: one of the other fields.
    """
    refuse_haste()
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise Refused(tk._("Please choose a file."), 422)
    refuse_size(upload)
    task = task_of(asked, upload.filename)
    try:
        folder = folders.create()
    except folders.Full:
        raise _busy(FULL_RETRY_S) from None
    upload.save(folder / ORIGINAL)
    if not (folder / ORIGINAL).stat().st_size:
        folders.remove(folder)
        raise Refused(tk._("The file is empty."), 422)
    _start(folder, task)
    return folder


def again(folder: Path, asked: Mapping[str, Any]) -> None:
    """Work on the file of a check once more, in another way.

    Raises:
        Refused, tk.ValidationError: as `begin`.
    """
    refuse_haste()
    before = read_note(folder, TASK)
    if before is None:
        raise tk.ObjectNotFound
    _start(folder, task_of(asked, before["name"], before))


def refuse_haste() -> None:
    """Count the visit.

    Raises:
        Refused: the visitor came too often.
    """
    seconds = wait_s(tk.request.environ)
    if seconds:
        message = tk._(
            "You have had many files checked in a short time. Please come again in {minutes} min."
        ).format(minutes=-(-seconds // 60))
        raise Refused(message, 429, retry_after_s=seconds)


def refuse_size(upload: FileStorage) -> None:
    """Look at the size, which is known without reading what is in the file.

    Raises:
        Refused: too large.
    """
    limit = config.desk_max_bytes()
    is_too_large = getattr(upload.stream, "is_too_large", False)
    upload.stream.seek(0, 2)
    if is_too_large or upload.stream.tell() > limit:
        message = tk._(
            "The file is too large: up to {limit} can be checked here. The command "
            "kanazawa-table checks larger ones on your own computer."
        ).format(limit=size_text(limit))
        raise Refused(message, 413)
    upload.stream.seek(0)


def _start(folder: Path, task: dict[str, Any]) -> None:
    try:
        start(folder, task)
    except Busy:
        if task["first"]:
            folders.remove(folder)
        raise _busy(BUSY_RETRY_S) from None
    except NotStarted:
        log.exception("The process of a check could not be started")
        if task["first"]:
            folders.remove(folder)
        raise Refused(tk._("Checking does not work at the moment."), 503) from None


def _busy(seconds: int) -> Refused:
    message = tk._(
        "Many files are being checked at the moment. Please try again in {seconds} seconds."
    ).format(seconds=seconds)
    return Refused(message, 503, retry_after_s=seconds)


def stopped_message(why: str) -> str:
    """Return why a check was stopped, in the reader's language."""
    if why == "time":
        return tk._(
            "Checking took longer than {seconds} seconds and was stopped. "
            "Try a part of the table, or the command kanazawa-table."
        ).format(seconds=config.desk_timeout_s())
    if why == "memory":
        return tk._(
            "Checking needed more than {memory} MB of memory and was stopped. "
            "Try a part of the table, or the command kanazawa-table."
        ).format(memory=config.desk_memory_mb())
    if why == "size":
        return tk._(
            "Checking needed more room on the disk than there is for one file, and was stopped. "
            "Try a part of the table, or the command kanazawa-table."
        )
    return tk._("Checking ended unexpectedly. The file may be damaged.")
