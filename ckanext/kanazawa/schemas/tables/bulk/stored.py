"""ZIPs that were sent: kept in a storage until they are taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib import files
from ckan.model.types import make_uuid
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.lib.tables.errors import LimitError, TableError
from ckanext.kanazawa.schemas.files import transaction
from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.files.kind import MAX_DIRECTORY
from ckanext.kanazawa.schemas.files.receive import receive
from ckanext.kanazawa.schemas.files.storage import find_storage, get_storage
from ckanext.kanazawa.schemas.files.uploader import store
from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.speech import both
from ckanext.kanazawa.schemas.tables.bulk.columns import Column
from ckanext.kanazawa.schemas.tables.bulk.files import ZipFiles, zip_limits
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.sheet import NAMES, Sheet, read_sheet

# The record at the end of a ZIP, with the longest comment.
END_BYTES = 65_557
# Nobody comes back to what was only tried; results of what was done are kept longer.
KEPT_ZIP, KEPT_RESULTS = timedelta(days=7), timedelta(days=30)


def keep(sent: FileStorage, storage_name: str | None = None, **values: Any) -> BulkImport:
    """Store a ZIP and record it, in the open transaction.

    Args:
        sent: the ZIP.
        storage_name: of the storage; that of resource files by default.
        values: further columns of `BulkImport`.

    Raises:
        tk.ValidationError: too large, empty, or no whole ZIP; nothing is stored.
    """
    received = receive(sent)
    _look(sent, received.name)
    import_id = make_uuid()
    storage = files.get_storage(storage_name) if storage_name else get_storage()
    data = store(storage, import_id, received)
    found = BulkImport(
        id=import_id,
        name=received.name,
        size_bytes=received.size_bytes,
        location=str(data.location),
        storage=storage_name,
        **values,
    )
    model.Session.add(found)
    model.Session.flush()
    return found


def _look(sent: FileStorage, name: str) -> None:
    """Refuse what is no ZIP, or one that holds too much, before it is stored."""
    with tempfile.NamedTemporaryFile(prefix="kanazawa-import-") as copy:
        sent.stream.seek(0)
        while chunk := sent.stream.read(1 << 20):
            copy.write(chunk)
        copy.flush()
        sent.stream.seek(0)
        try:
            if not _begins_as_zip(Path(copy.name)):
                raise tk.ValidationError({"upload": [_no_zip(name)]})
            _refuse_crowd(Path(copy.name), name)
            sheet_name(ZipFiles(Path(copy.name), name))
        except TableError as error:
            message = error.text(tk.h.kanazawa_language())
            raise tk.ValidationError({"upload": [message]}) from error
        except Refusal as refusal:
            message = refusal.said[tk.h.kanazawa_language()]
            raise tk.ValidationError({"upload": [message]}) from refusal


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _refuse_crowd(path: Path, name: str) -> None:
    """Refuse a ZIP whose list of files alone would fill the memory of the web process.

    Source: APPNOTE.TXT, section 4.3.16 (end of central directory record).
    """
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - END_BYTES))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        count = int.from_bytes(tail[end + 10 : end + 12], "little")
        raise LimitError("zip-too-many", file=name, count=count, limit=zip_limits().members)


def _no_zip(name: str) -> str:
    return tk._(
        "{name} is no ZIP. Put the files and the sheet ({sheet}) into one ZIP, and send that."
    ).format(name=name, sheet=NAMES[0])


@contextmanager
def opened(found: BulkImport) -> Iterator[ZipFiles]:
    """Give the files of a stored ZIP.

    Raises:
        Refusal: it is no longer there.
        TableError: it is damaged, or holds more than may be.
    """
    storage, location = _storage(found), found.location
    with tempfile.NamedTemporaryFile(prefix="kanazawa-import-") as copy:
        try:
            if storage is None or location is None:
                raise files.exc.MissingFileError("", "")
            data = files.FileData(files.Location(location), size=found.size_bytes)
            for chunk in chunks_of(storage.stream(data)):
                copy.write(chunk)
        except files.exc.MissingFileError as error:
            said = both(lambda: tk._("The ZIP is no longer there. Please send it again."))
            raise Refusal(said) from error
        copy.flush()
        yield ZipFiles(Path(copy.name), found.name)


def _storage(found: BulkImport) -> Any:
    """Return where the ZIP lies; None where that is no longer configured."""
    try:
        return files.get_storage(found.storage) if found.storage else find_storage()
    except files.exc.UnknownStorageError:
        return None


def sheet_name(zipped: ZipFiles) -> str:
    """Return the name of the sheet in a ZIP.

    Raises:
        Refusal: there is none.
    """
    names = set(zipped.names())
    for name in NAMES:
        if name in names:
            return name
    raise Refusal(both(lambda: _no_sheet(zipped.names())))


def _no_sheet(names: list[str]) -> str:
    return tk._(
        "There is no sheet in the ZIP. It is called {wanted}. The ZIP holds: {names}"
    ).format(wanted=", ".join(NAMES), names=", ".join(names[:20]))


def sheet_of(zipped: ZipFiles, offered: Sequence[Column] | None = None) -> Sheet:
    """Read the sheet of a ZIP: the columns offered, all by default.

    Raises:
        Refusal: there is none, or it cannot be read.
    """
    name = sheet_name(zipped)
    with zipped.open(name) as stream:
        return read_sheet(stream.read(), name, offered)


def drop_zip(found: BulkImport) -> None:
    """Remove the ZIP once the transaction is committed; the results stay."""
    storage = _storage(found)
    if found.location is not None and storage is not None:
        transaction.note("purged", storage, found.location)
    found.location = None


def forget_old() -> int:
    """Remove old ZIPs and old results; return how many results. Commits."""
    now = sa.func.clock_timestamp()
    old = sa.select(BulkImport).where(
        BulkImport.created < now - KEPT_ZIP, BulkImport.state.in_(("ended", "failed"))
    )
    for found in model.Session.scalars(old.where(BulkImport.location.is_not(None))):
        drop_zip(found)
    gone = model.Session.scalars(old.where(BulkImport.created < now - KEPT_RESULTS)).all()
    for found in gone:
        model.Session.delete(found)
    model.Session.commit()
    return len(gone)
