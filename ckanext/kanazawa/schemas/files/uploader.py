"""The uploader CKAN asks for when a resource is written."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import Any, cast
from urllib.parse import unquote

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import files
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.schemas import config as table_config

from . import transaction
from .address import follow_address
from .edition import (
    NO_FILE,
    RECEIVED,
    SHA256_IRI,
    add_edition,
    current_edition,
    editions,
    encoding_of,
    file_record,
    has_waiting_only,
    no_file_fields,
)
from .handover import Handover
from .kind import suits
from .name import extension_of
from .receive import Received, receive
from .storage import find_storage, get_storage, new_location

log = logging.getLogger(__name__)
UPLOADS = "kanazawa_schemas_uploads"
# What only a machine knows of a file; no client's word for it counts.
MACHINE_FIELDS = ("size", "hash", "hash_algorithm", "mimetype", "kanazawa_filename")


class ResourceUploader:
    """Take in a resource's file, if one came; else keep what the resource has.

    The constructor fills the fields that a machine knows before CKAN validates and
    saves the resource; `upload` stores the bytes once it has an id, in the same
    transaction.
    """

    def __init__(self, resource: dict[str, Any]) -> None:
        """Read the request's part about the file.

        Args:
            resource: the resource as the client sent it; `upload` and `clear_upload`
                are taken out, machine-known fields put in.

        Raises:
            ValidationError: the file is too large, empty, nameless, or no file.
        """
        self.received: Received | None = None
        self.handover: Handover | None = None
        self.storage = find_storage()
        self.mimetype: str | None = None
        self.format: str | None = None
        self.sha256: str | None = resource.get("hash")
        stored = model.Session.get(model.Resource, str(resource.get("id") or ""))
        had_file = stored is not None and stored.url_type == "upload"
        sent = resource.pop("upload", None)
        clear = tk.asbool(resource.pop("clear_upload", None) or False)
        # Our form says so by the field's presence; API clients may add what has no file yet.
        is_expected = resource.pop("upload_expected", None) is not None
        if isinstance(sent, Handover):
            self.handover, self.received = sent, sent.received
            self._describe(resource)
        elif isinstance(sent, FileStorage) and sent.filename:
            self.received = receive(sent)
            self._describe(resource)
            if table_config.holds_back():
                keep_public(resource, stored if had_file else None)
            self.mimetype = resource["mimetype"]
        elif isinstance(sent, str) and sent.strip():
            raise tk.ValidationError(
                {"upload": [tk._("Send the file as multipart/form-data, not as text.")]}
            )
        elif clear or is_link(resource) or (had_file and not resource.get("url_type")):
            become_link(resource, had_file)
        elif resource.get("url_type") == "upload":
            keep(resource, stored)
        elif is_expected and not resource.get("url_type") and not resource.get("url"):
            raise nothing_given()
        follow_address(resource, stored)
        became_link = had_file and not resource.get("url_type")
        self.forgets_file = became_link or resource.get("url") == NO_FILE

    def _describe(self, resource: dict[str, Any]) -> None:
        """Write what is known of the new file into the resource."""
        if self.received is not None:
            describe(resource, self.received)
            self.format, self.mimetype = resource["format"], resource["mimetype"]

    def upload(self, id: str, max_size: int = 0) -> None:
        """Store the file under a fresh address and record it as the current edition.

        Args:
            id: the resource's id.
            max_size: ignored; the limit was checked when the file was received.

        Raises:
            ValidationError: the storage could not take the file, or not all of it.
        """
        if self.forgets_file:
            forget_file(id)
        if self.received is None:
            return
        storage = get_storage()
        received, data = self.received, store(storage, id, self.received)
        if self.handover is None:
            add_edition(id, received.name, data, received.encoding, self.format)
        else:
            file = file_record(id, received.name, data, received.encoding, self.format)
            self.handover.adopt(id, file)
        log.info("Stored %s bytes for resource %s", data.size, id)

    def get_path(self, id: str) -> str:
        """Return where the current edition lies in the storage (for CKAN's own views)."""
        edition = current_edition(id, self.sha256)
        return files.Location(edition.location if edition else id)


def describe(resource: dict[str, Any], received: Received) -> None:
    """Fill the fields that follow from a new file."""
    resource.update(
        url=received.name,
        url_type="upload",
        kanazawa_filename=received.name,
        size=received.size_bytes,
        hash=received.sha256,
        hash_algorithm=SHA256_IRI,
        mimetype=received.kind.mimetype,
        last_modified=datetime.now(timezone.utc).replace(tzinfo=None),
    )
    resource["kanazawa_encoding"] = received.encoding or ""
    typed = str(resource.get("format") or "")
    if not typed.strip() or not suits(typed, extension_of(received.name)):
        resource["format"] = received.kind.format or extension_of(received.name).upper()


def keep_public(resource: dict[str, Any], stored: model.Resource | None) -> None:
    """Let a resource go on saying what visitors see, while its new file is held back.

    Args:
        resource: as `describe` filled it.
        stored: the resource as it is, None where it has no file yet.
    """
    if stored is None:
        resource.update(no_file_fields())
        return
    # CKAN stores no file with a resource that has not changed.
    resource[RECEIVED] = datetime.now(timezone.utc).isoformat()
    resource["format"] = stored.format
    resource["kanazawa_encoding"] = (stored.extras or {}).get("kanazawa_encoding") or ""
    keep(resource, stored)


def is_link(resource: dict[str, Any]) -> bool:
    """Say whether the address leads elsewhere although a file was expected.

    Names of files hold no slash, and a resource's own download address holds its id.
    """
    url = str(resource.get("url") or "")
    own = f"/resource/{resource.get('id')}/download"
    return resource.get("url_type") == "upload" and "/" in url and own not in url


def nothing_given() -> tk.ValidationError:
    """Say that a resource needs something to show."""
    return tk.ValidationError({"upload": [tk._("Choose a file, or give a link.")]})


def become_link(resource: dict[str, Any], had_file: bool) -> None:
    """Drop what was true of the file only; its editions stay on record."""
    resource["url_type"] = ""
    for field in (*MACHINE_FIELDS, "kanazawa_encoding") if had_file else ():
        resource.pop(field, None)


def forget_file(resource_id: str) -> None:
    """Empty the columns about a file that is no more: CKAN keeps those it gets no value for."""
    stored: Any = model.Session.get(model.Resource, resource_id)
    stored.hash, stored.size, stored.mimetype = "", None, None
    model.Session.flush()


def keep(resource: dict[str, Any], stored: model.Resource | None) -> None:
    """Restore the machine-known fields of the current edition.

    CKAN gives the address of a file as a whole URL, and forms send no machine-known
    fields back: both would otherwise be lost with the next change of the title.

    Raises:
        ValidationError: a new resource, or a former link, announces a file without one.
    """
    if stored is None or stored.url_type != "upload":
        raise nothing_given()
    edition = current_edition(stored.id, stored.hash)
    if edition is None and shows_no_file(stored):
        resource.update(no_file_fields())
        return
    if edition is None:  # CKAN's own uploader left it, or an import named what comes later
        resource["url"] = unquote(str(resource.get("url") or stored.url).rsplit("/", 1)[-1])
        return
    resource.update(
        url=edition.name,
        kanazawa_filename=edition.name,
        size=edition.size,
        hash=edition.hash,
        hash_algorithm=SHA256_IRI,
        mimetype=edition.content_type,
        last_modified=_last_modified(stored, edition),
    )
    resource.setdefault("kanazawa_encoding", encoding_of(edition) or "")


def shows_no_file(stored: model.Resource) -> bool:
    """Say whether a resource has files none of which visitors may see."""
    if not editions(stored.id):
        return False
    return stored.url == NO_FILE or not has_waiting_only(stored.id)


def _last_modified(stored: model.Resource, edition: model.File) -> datetime | None:
    """Return when the file came in, in UTC; what the resource says while it is the same file."""
    if stored.hash == edition.hash and stored.last_modified:
        return stored.last_modified
    return edition.created.astimezone(timezone.utc).replace(tzinfo=None)


def store(storage: Any, resource_id: str, received: Received) -> files.FileData:
    """Write the bytes to a fresh address and make sure that all of them arrived.

    Raises:
        ValidationError: the storage refused or lost bytes; nothing of it stays.
    """
    location = new_location(storage, resource_id)
    transaction.note("written", storage, location)
    received.stream.seek(0)
    upload = files.Upload(
        received.stream, received.name, received.size_bytes, received.kind.mimetype
    )
    failed = tk.ValidationError(
        {"upload": [tk._("The file could not be stored. Please try again later.")]}
    )
    try:
        data = storage.upload(location, upload)
    except (files.exc.FilesError, OSError) as error:
        log.exception("Could not store a file of resource %s", resource_id)
        raise failed from error
    if data.size != received.size_bytes:
        log.error("Stored %s of %s bytes at %s", data.size, received.size_bytes, location)
        raise failed
    return files.FileData.from_object(
        data,
        hash=received.sha256,
        algorithm="sha256",
        content_type=received.kind.mimetype,
    )


def receive_all(context: Context, resources: list[dict[str, Any]]) -> None:
    """Receive the files of a dataset that is being made: CKAN's own action forgets them.

    Args:
        context: of the action; remembers the files until the resources have ids.
        resources: as they were sent; changed in place as for a single resource.
    """
    uploads = [ResourceUploader(r) if "upload" in r else None for r in resources]
    cast("dict[str, Any]", context)[UPLOADS] = uploads


def store_all(context: Context, resources: list[dict[str, Any]]) -> None:
    """Store the files that `receive_all` took in, in the transaction of their dataset.

    Args:
        context: of the action.
        resources: the same resources in the same order, with their ids.
    """
    uploads = cast("dict[str, Any]", context).pop(UPLOADS, [])
    for upload, resource in zip(uploads, resources, strict=False):
        if upload is not None:
            upload.upload(resource["id"])
