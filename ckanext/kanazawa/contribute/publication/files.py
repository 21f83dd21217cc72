"""Pending files on their way to the public: read again, compared, copied, let go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, cast

import ckan.model as model
from ckan.lib import files

from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.schemas.shared import (
    Edition,
    Handover,
    Received,
    chunks_of,
    extension_of,
    guess_encoding,
    hand_over,
    kind_of,
    measure,
    note_file,
    record_edition,
    storage_of,
)

IN_MEMORY_BYTES = 1 << 20
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Ready:
    """A file of a revision whose bytes are those that were checked.

    Attributes:
        entry: of `Revision.files`.
        received: the bytes.
        approved_by: the steward who approved; None for a standing approval.
    """

    entry: Entry
    received: Received
    approved_by: str | None

    def upload(self) -> Handover:
        """Return it as what a resource's `upload` takes."""
        return Handover(self.received, self._adopt)

    def _adopt(self, resource_id: str, file: model.File) -> None:
        """Let the findings go over to the resource, and the pending bytes go."""
        edition = model.Session.get(Edition, self.entry.get("edition_id") or "")
        if edition is None:
            record_edition(resource_id, file, release="released")
        else:
            resource = model.Session.get(model.Resource, resource_id)
            dataset_id = resource.package_id if resource else None
            hand_over(edition, resource_id, dataset_id or "", file, self.approved_by)
        drop_pending(self.entry["file_id"])


@contextmanager
def ready_files(entries: list[Any], approved_by: str | None) -> Iterator[list[Ready]]:
    """Read all files of a revision again.

    Raises:
        NotPublishable: "files": one is gone, or is not what was checked.
    """
    with ExitStack() as stack:
        found, changed = [], []
        for entry in entries:
            received = _read(entry, stack)
            if received is None or received.sha256 != entry["sha256"]:
                changed.append(entry["key"])
            else:
                found.append(Ready(entry, received, approved_by))
        if changed:
            raise NotPublishable("files", keys=changed)
        yield found


def _read(entry: Entry, stack: ExitStack) -> Received | None:
    """Read a pending file into a temporary one; None where it is lost."""
    record = model.Session.get(model.File, entry["file_id"])
    storage = storage_of(record) if record else None
    if record is None or storage is None:
        return None
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the stack closes it)
    stream = stack.enter_context(spool)
    try:
        for chunk in chunks_of(storage.stream(files.FileData.from_object(record))):
            stream.write(chunk)
    except (files.exc.FilesError, OSError):
        return None
    return received_of(cast(Any, stream), str(entry["name"]))


def received_of(stream: Any, name: str) -> Received:
    """Measure a file that is to be published."""
    sha256, sample, size = measure(stream)
    kind = kind_of(extension_of(name), stream, sample)
    encoding = guess_encoding(sample, size <= len(sample)) if kind.is_text else None
    return Received(stream, name, size, sha256, kind, encoding)


def drop_pending(file_id: str) -> None:
    """Forget a pending file in the open transaction; its bytes go after the commit."""
    record = model.Session.get(model.File, file_id)
    storage = storage_of(record) if record else None
    if record is None:
        return
    if storage is not None:
        note_file("purged", storage, record.location)
    model.Session.delete(record)
    model.Session.flush()
