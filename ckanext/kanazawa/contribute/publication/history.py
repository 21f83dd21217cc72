"""The public history of a dataset, from the record; it survives the dataset."""

from __future__ import annotations

import csv
import io
from datetime import timezone
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.record import Record

COLUMNS = ("at", "what", "reason", "revision", "before", "after")


def history_of(dataset_id: str) -> list[dict[str, Any]]:
    """Return what everybody may know of how a dataset changed, newest first.

    Nobody is named, not even by number; what was never public has no public line.
    """
    query = (
        sa.select(Record)
        .where(Record.dataset_id == dataset_id, Record.is_public)
        .order_by(Record.id.desc())
    )
    return [
        {
            "at": line.at.astimezone(timezone.utc).isoformat(timespec="seconds"),
            **{name: getattr(line, name) for name in COLUMNS if name != "at"},
            "files": sorted((line.details.get("files") or {}).values()),
        }
        for line in model.Session.scalars(query)
    ]


def tombstone_of(reference: str) -> dict[str, Any] | None:
    """Return when and why a dataset that is gone was taken down; None for all others."""
    package = model.Package.get(reference)
    if package is None or package.state != model.State.DELETED:
        return None
    lines = history_of(package.id)
    taken = lines[0] if lines and lines[0]["what"] == "take-down" else None
    return {"id": package.id, "at": taken["at"], "reason": taken["reason"]} if taken else None


def as_csv(lines: list[dict[str, Any]]) -> bytes:
    """Write a history as UTF-8 with BOM, CRLF, as spreadsheets here expect it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*COLUMNS, "files"))
    for line in lines:
        values = [line[name] if line[name] is not None else "" for name in COLUMNS]
        writer.writerow([*values, " ".join(line["files"])])
    return text.getvalue().encode("utf-8-sig")
