"""Publish a correction: a new edition in which only the approved cells differ."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import ckan.model as model

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.cells import CellsDiffer, corrected
from ckanext.kanazawa.contribute.publication.dataset import (
    Change,
    locked_dataset,
    replaced_resource,
    update,
)
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.fields import digest, live_version
from ckanext.kanazawa.contribute.publication.files import Ready, received_of
from ckanext.kanazawa.contribute.publication.merge import Version
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.shared import Edition, Handover, original_file, record_edition

DELIMITERS = {"csv": ",", "tsv": "\t"}


def correct(submission: Submission, revision: Revision, _ready: list[Ready]) -> Change:
    """Write the corrected file as the newest edition of the resource; its owner stays.

    Raises:
        NotPublishable: "gone", or "cells": they hold something else by now, or the file is of
            a kind whose cells cannot be changed one by one.
    """
    live = locked_dataset(submission.dataset_id)
    resource_id = submission.resource_id or ""
    edition = Edition.shown(resource_id)
    if edition is None or resource_id not in {one["id"] for one in live["resources"]}:
        raise NotPublishable("gone")
    content = _corrected(edition, revision.fields.get("changes") or [])
    received = received_of(BytesIO(content), edition.name)
    upload = Handover(received, _adopt)
    values = {
        **live,
        "resources": [
            replaced_resource(one, upload) if one["id"] == resource_id else one
            for one in live["resources"]
        ],
    }
    update(live, values)
    before = live_version(live)
    after = Version(before.fields, {**before.resources, resource_id: received.sha256})
    return Change(live["id"], digest(before), digest(after), {resource_id: received.sha256})


def _corrected(edition: Edition, changes: list[dict[str, Any]]) -> bytes:
    kind = str(edition.facts.get("kind") or "")
    delimiter = edition.facts.get("delimiter") or DELIMITERS.get(kind)
    if kind not in DELIMITERS or not delimiter or not edition.encoding or not edition.header_row:
        raise NotPublishable("cells", kind=kind)
    try:
        with original_file(edition) as path:
            content = path.read_bytes()
        text = content.decode(edition.encoding)
        # What the reading changed cannot be written back byte by byte.
        if text.encode(edition.encoding) != content:
            raise NotPublishable("cells", kind=kind)
        return corrected(text, delimiter, edition.header_row, changes).encode(edition.encoding)
    except CellsDiffer as error:
        raise NotPublishable("cells", cells=error.count) from error
    except (UnicodeError, TableError) as error:
        raise NotPublishable("cells", kind=kind) from error


def _adopt(resource_id: str, file: model.File) -> None:
    """Record the corrected file as the newest edition; it is examined as every file is."""
    record_edition(resource_id, file, release="released")
