"""Read the bytes of pending files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from ckan.lib import files

from ckanext.kanazawa.contribute.submissions.files import Entry, file_record
from ckanext.kanazawa.schemas.shared import chunks_of, storage_of

IN_MEMORY_BYTES = 1 << 20


class MissingBytes(Exception):
    """The storage has no such file any more."""


@contextmanager
def pending_bytes(entry: Entry) -> Iterator[IO[bytes]]:
    """Give the bytes of a pending file as a seekable stream, for as long as the context is open.

    Raises:
        MissingBytes: they are gone, or it is no pending file any more.
    """
    record = file_record(entry)
    storage: Any = storage_of(record) if record is not None else None
    if record is None or storage is None:
        raise MissingBytes(entry["file_id"])
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as stream:
        try:
            for chunk in chunks_of(storage.stream(files.FileData.from_object(record))):
                stream.write(chunk)
        except (files.exc.MissingFileError, OSError) as error:
            raise MissingBytes(entry["file_id"]) from error
        stream.seek(0)
        yield stream
