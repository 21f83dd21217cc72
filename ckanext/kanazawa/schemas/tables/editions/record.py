"""Record an edition for a file that came in, in the transaction that brings the file."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.tables.queue.put import put


def record_edition(
    owner_id: str,
    file: model.File,
    *,
    owner_type: str = RESOURCE,
    source_url: str | None = None,
    release: str | None = None,
    came: datetime | None = None,
) -> Edition:
    """Record a stored file as an edition, and have it examined after the commit.

    Args:
        owner_id: the resource or submission.
        file: the row of the stored file, already in the session.
        owner_type: "resource" or "submission".
        source_url: where a linked file was fetched from.
        release: "released" or "held"; None as the portal is set up.
        came: when the file came in; None for now.
    """
    wait_for_others(owner_id)
    edition = Edition(
        owner_type=owner_type,
        owner_id=owner_id,
        file_id=file.id,
        name=file.name,
        sha256=file.hash,
        size_bytes=file.size,
        source_url=source_url,
        label=next_label(owner_type, owner_id, came or datetime.now(timezone.utc)),
        release=release or ("held" if config.holds_back() else "released"),
        state="waiting",
        **({"created": came} if came else {}),
    )
    model.Session.add(edition)
    model.Session.flush()
    put("examine", owner_id, edition.id)
    return edition


def record_missing(owner_id: str, name: str, source_url: str, problem: dict[str, Any]) -> Edition:
    """Record that a linked file could not be fetched, where there is no copy of it at all.

    Args:
        owner_id: the resource.
        name: of the file, as the link tells.
        source_url: the link.
        problem: {"code", "params"}, why not.
    """
    wait_for_others(owner_id)
    edition = Edition(
        owner_type=RESOURCE,
        owner_id=owner_id,
        name=name,
        source_url=source_url,
        label=next_label(RESOURCE, owner_id, datetime.now(timezone.utc)),
        state="failed",
        error=problem,
    )
    model.Session.add(edition)
    model.Session.flush()
    return edition


def wait_for_others(owner_id: str) -> None:
    """Let editions of one owner come in one after the other: their labels count up."""
    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"edition {owner_id}", 0))
    model.Session.execute(sa.select(lock))


def next_label(owner_type: str, owner_id: str, came: datetime) -> str:
    """Return the date where the portal is, with a number from the second of a day on."""
    today = first_label(came)
    query = sa.select(Edition.label).where(
        Edition.owner_type == owner_type,
        Edition.owner_id == owner_id,
        Edition.label.startswith(today),
    )
    known = set(model.Session.scalars(query))
    if today not in known:
        return today
    number = 2
    while f"{today}-{number}" in known:
        number += 1
    return f"{today}-{number}"


def first_label(came: datetime) -> str:
    """Return the date where the portal is: the label of an owner's first edition."""
    return came.astimezone(tk.h.get_display_timezone()).date().isoformat()
