"""Copies of linked files: stored as files of their own, recorded as editions."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import IO, Any

import ckan.model as model
from ckan.lib import files
from sqlalchemy.orm.attributes import flag_modified

from ckanext.kanazawa.lib.tables.read.kind import sniff
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.source import source_of
from ckanext.kanazawa.schemas.files import config as files_config
from ckanext.kanazawa.schemas.files.edition import LINK_TYPE, PLUGIN
from ckanext.kanazawa.schemas.files.encoding import guess_encoding
from ckanext.kanazawa.schemas.files.kind import kind_of
from ckanext.kanazawa.schemas.files.name import extension_of
from ckanext.kanazawa.schemas.files.receive import Received, measure
from ckanext.kanazawa.schemas.files.storage import get_storage
from ckanext.kanazawa.schemas.files.uploader import store
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.editions.record import record_edition, record_missing
from ckanext.kanazawa.schemas.tables.linked.errors import LinkError
from ckanext.kanazawa.schemas.tables.linked.fetch import Answer
from ckanext.kanazawa.schemas.tables.linked.links import name_of
from ckanext.kanazawa.schemas.tables.queue.put import put
from ckanext.kanazawa.schemas.tables.queue.storable import storable

# Key of `Edition.facts`: "etag", "last_modified", "asked_at", and "error" of the last time.
LINK = "link"


def last_copy(resource_id: str, url: str | None) -> Edition | None:
    """Return the newest edition of a link, taken back or not, that holds a copy.

    Args:
        resource_id: the resource.
        url: the link; None for any it ever was.
    """
    copies = (e for e in Edition.newest_first(resource_id) if e.source_url and e.file_id)
    return next((edition for edition in copies if url in (None, edition.source_url)), None)


def received(answer: Answer, body: IO[bytes]) -> Received:
    """Measure a fetched file.

    Raises:
        LinkError: it is a web page, as servers send instead of a file that is gone.
    """
    name = name_of(answer.url, answer.headers)
    digest, sample, size = measure(body)
    if sniff(source_of(sample, name, Limits())) == "html":
        raise LinkError("link-page")
    kind = kind_of(extension_of(name), body, sample)
    encoding = guess_encoding(sample, size <= len(sample)) if kind.is_text else None
    return Received(body, name, size, digest, kind, encoding)


def keep(resource_id: str, url: str, answer: Answer, file: Received) -> Edition:
    """Store a fetched file as a new edition, in the open transaction.

    Raises:
        ValidationError: the storage could not take it.
    """
    data: files.FileData = store(get_storage(), resource_id, file)
    record = model.File(
        name=file.name,
        storage=files_config.storage_name(),
        plugin_data={PLUGIN: {"encoding": file.encoding}},
        **data.as_dict(),
    )
    owner = model.FileOwner(
        file_id=record.id, owner_id=resource_id, owner_type=LINK_TYPE, pinned=True
    )
    model.Session.add_all([record, owner])
    model.Session.flush()
    for edition in _missing(resource_id, url):
        model.Session.delete(edition)
    model.Session.flush()
    edition = record_edition(resource_id, record, source_url=url)
    note(edition, answer)
    return edition


def note(edition: Edition, answer: Answer) -> None:
    """Write down what makes the next request cheap: nothing is sent where nothing changed."""
    known = edition.facts.get(LINK) or {}
    _write(
        edition,
        {
            "etag": answer.headers.get("etag", known.get("etag", "")),
            "last_modified": answer.headers.get("last-modified", known.get("last_modified", "")),
        },
    )


def note_failure(resource_id: str, url: str, problem: dict[str, Any]) -> None:
    """Write down why a link could not be fetched: beside its last copy, else on its own.

    Args:
        resource_id: the resource.
        url: the link.
        problem: {"code", "params"}.
    """
    edition = last_copy(resource_id, url)
    if edition is not None:
        known = edition.facts.get(LINK) or {}
        _write(edition, {**known, "error": problem})
        return
    edition = next(iter(_missing(resource_id, url)), None)
    if edition is None:
        edition = record_missing(resource_id, name_of(url, {}), url, problem)
        if last_copy(resource_id, None) is not None:
            # What the resource led to before is no longer what it shows.
            put("load", resource_id)
    edition.state, edition.error = "failed", problem
    _write(edition, {"error": problem})


def _missing(resource_id: str, url: str) -> list[Edition]:
    editions = Edition.newest_first(resource_id)
    return [edition for edition in editions if edition.source_url == url and not edition.file_id]


def _write(edition: Edition, link: dict[str, Any]) -> None:
    asked_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
    edition.facts = {**edition.facts, LINK: storable({**link, "asked_at": asked_at})}
    flag_modified(edition, "facts")
    model.Session.flush()
