"""Publish a correction: a new edition in which only the approved cells differ."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
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
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.schemas.shared import (
    Edition,
    Handover,
    original,
    original_file,
    record_edition,
)

DELIMITERS = {"csv": ",", "tsv": "\t"}
WORKBOOKS = ("xlsx", "xls", "ods")


def correct(submission: Submission, revision: Revision, _ready: list[Ready]) -> Change:
    """Write the corrected file as the newest edition of the resource; its owner stays.

    Raises:
        NotPublishable: as `change_cells`.
    """
    changes = revision.fields.get("changes") or []
    return change_cells(submission.dataset_id, submission.resource_id or "", changes)


def change_cells(dataset_id: str | None, resource_id: str, changes: list[dict[str, Any]]) -> Change:
    """Write a new edition of a public table in which only these cells differ.

    Raises:
        NotPublishable: "gone", or "cells": they hold something else by now, or the file is of
            a kind whose cells cannot be changed one by one.
    """
    live = locked_dataset(dataset_id)
    edition = Edition.shown(resource_id)
    if edition is None or resource_id not in {one["id"] for one in live["resources"]}:
        raise NotPublishable("gone")
    content, name = _corrected(edition, changes)
    received = received_of(BytesIO(content), name)
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


def can_be_corrected(edition: Edition) -> bool:
    """Say whether single cells of an edition can be changed.

    A workbook is, too: the correction is published as CSV. Not so where somebody chose how the
    workbook is read, since that choice does not fit a CSV.
    """
    kind = str(edition.facts.get("kind") or "")
    if edition.state != "examined":
        return False
    if kind in DELIMITERS:
        return bool(edition.encoding and edition.header_row)
    return kind in WORKBOOKS and not edition.choices.get("read")


def _corrected(edition: Edition, changes: list[dict[str, Any]]) -> tuple[bytes, str]:
    """Return the corrected file and its name.

    Raises:
        NotPublishable: "cells".
    """
    kind = str(edition.facts.get("kind") or "")
    if not can_be_corrected(edition):
        raise NotPublishable("cells", kind=kind)
    try:
        if kind in WORKBOOKS:
            text = corrected(_as_csv(edition), ",", 1, changes)
            return text.encode("utf-8-sig"), f"{edition.name.rsplit('.', 1)[0]}.csv"
        return _corrected_text(edition, DELIMITERS[kind], changes), edition.name
    except CellsDiffer as error:
        raise NotPublishable("cells", cells=error.count) from error
    except (UnicodeError, TableError) as error:
        raise NotPublishable("cells", kind=kind) from error


def _corrected_text(edition: Edition, usual: str, changes: list[dict[str, Any]]) -> bytes:
    """Change the cells of delimited text; every other byte stays."""
    encoding = str(edition.encoding)
    with original_file(edition) as path:
        content = path.read_bytes()
    text = content.decode(encoding)
    # What the reading changed cannot be written back byte by byte.
    if text.encode(encoding) != content:
        raise NotPublishable("cells", kind="encoding")
    delimiter = str(edition.facts.get("delimiter") or usual)
    return corrected(text, delimiter, edition.header_row or 1, changes).encode(encoding)


def _as_csv(edition: Edition) -> str:
    """Write the table of a workbook as delimited text, cells as a person sees them."""
    target = StringIO(newline="")
    with original(edition) as content:
        writer = csv.writer(target)
        writer.writerow(content.table.headings)
        for block in content.table.blocks():
            writer.writerows(block.frame.drop(ROW).iter_rows())
    return target.getvalue()


def _adopt(resource_id: str, file: model.File) -> None:
    """Record the corrected file as the newest edition; it is examined as every file is."""
    record_edition(resource_id, file, release="released")
