"""Pending files on their way to the public: read again, compared, copied, let go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, cast

import ckan.model as model
import sqlalchemy as sa
from ckan.lib import files

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.undone.watch import look_for_undone
from ckanext.kanazawa.lib.images.anew import FORMATS, ImageError, written_anew
from ckanext.kanazawa.schemas.shared import (
    Edition,
    Handover,
    Received,
    chunks_of,
    copy_measured,
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
        edition: what was found in it; None where it was never recorded.
        received: the bytes that become public: those that were checked, pictures written anew.
        approved_by: the steward who approved; None for a standing approval.
    """

    entry: Entry
    edition: Edition | None
    received: Received
    approved_by: str | None

    def upload(self, *, to_new: bool = False) -> Handover:
        """Return it as what a resource's `upload` takes.

        Args:
            to_new: its dataset is made with it.
        """
        return Handover(self.received, partial(self._adopt, to_new))

    def _adopt(self, to_new: bool, resource_id: str, file: model.File) -> None:
        """Let the findings go over to the resource."""
        if self.edition is None:
            record_edition(resource_id, file, release="released")
            return
        resource = None if to_new else model.Session.get(model.Resource, resource_id)
        dataset_id = resource.package_id if resource is not None else None
        hand_over(self.edition, resource_id, dataset_id, file, self.approved_by)
        if self.entry.get("resource_id") and self.edition.state == "examined":
            # It is not examined again, which would have told that it came in.
            look_for_undone(self.edition)


@contextmanager
def ready_files(entries: list[Any], approved_by: str | None) -> Iterator[list[Ready]]:
    """Read all files of a revision again.

    Raises:
        NotPublishable: "files": one is gone, or is not what was checked.
    """
    # All at once: a question to the database for each file would cost more than its bytes.
    records = _by_id(model.File, [entry["file_id"] for entry in entries])
    editions = _by_id(Edition, [entry.get("edition_id") for entry in entries])
    with ExitStack() as stack:
        found, changed = [], []
        for entry in entries:
            received = _read(entry, records.get(entry["file_id"]), stack)
            if received is not None and received.sha256 == entry["sha256"]:
                received = _to_show(received, stack)
            else:
                received = None
            if received is None:
                changed.append(entry["key"])
            else:
                edition = editions.get(entry.get("edition_id"))
                found.append(Ready(entry, edition, received, approved_by))
        if changed:
            raise NotPublishable("files", keys=changed)
        yield found


def _by_id(table: Any, ids: list[Any]) -> dict[Any, Any]:
    rows = model.Session.scalars(sa.select(table).where(table.id.in_(ids)))
    return {row.id: row for row in rows.unique()}


def _read(entry: Entry, record: model.File | None, stack: ExitStack) -> Received | None:
    """Read a pending file into a temporary one; None where it is lost."""
    storage = storage_of(record) if record else None
    if record is None or storage is None:
        return None
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the stack closes it)
    stream = stack.enter_context(spool)
    try:
        chunks = chunks_of(storage.stream(files.FileData.from_object(record)))
        # Hashed on its way into the temporary file: read once from the storage, and once.
        measured = copy_measured(chunks, stream)
    except (files.exc.FilesError, OSError):
        return None
    return received_of(cast(Any, stream), str(entry["name"]), measured)


def _to_show(received: Received, stack: ExitStack) -> Received | None:
    """Return what becomes public of a file: of a picture only its pixels, the rest as it is.

    Where it was taken, when and with whose camera stays in the original, which goes with the
    pending files. None where it cannot be decoded.
    """
    ending = extension_of(received.name)
    if ending not in FORMATS:
        return received
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the stack closes it)
    stream = cast(Any, stack.enter_context(spool))
    try:
        written_anew(received.stream, ending, config.most_pixels(), stream)
    except ImageError:
        return None
    return received_of(stream, received.name)


def received_of(stream: Any, name: str, measured: tuple[str, bytes, int] | None = None) -> Received:
    """Return a file that is to be published.

    Args:
        stream: its bytes.
        name: its name.
        measured: what `measure` gives, where it is known already.
    """
    sha256, sample, size = measured or measure(stream)
    kind = kind_of(extension_of(name), stream, sample)
    encoding = guess_encoding(sample, size <= len(sample)) if kind.is_text else None
    return Received(stream, name, size, sha256, kind, encoding)


def let_go(file_ids: list[str]) -> None:
    """Forget pending files in the open transaction; their bytes go after the commit."""
    records = model.Session.scalars(sa.select(model.File).where(model.File.id.in_(file_ids)))
    for record in records.unique().all():
        storage = storage_of(record)
        if storage is not None:
            note_file("purged", storage, record.location)
        model.Session.expunge(record)
    for table, column in ((model.FileOwner, "file_id"), (model.File, "id")):
        gone = sa.delete(table).where(getattr(table, column).in_(file_ids))
        model.Session.execute(gone.execution_options(synchronize_session=False))
