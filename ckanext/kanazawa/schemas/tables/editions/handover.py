"""An edition goes over from a submission to a resource, with its findings."""

from __future__ import annotations

from datetime import datetime, timezone

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.edition_event import EditionEvent
from ckanext.kanazawa.schemas.tables.editions.record import (
    first_label,
    next_label,
    wait_for_others,
)
from ckanext.kanazawa.schemas.tables.mend.remember import remembered
from ckanext.kanazawa.schemas.tables.queue.put import put


def hand_over(
    edition: Edition,
    resource_id: str,
    dataset_id: str | None,
    file: model.File,
    user_id: str | None,
) -> None:
    """Let visitors see an edition as the newest of a resource, in the open transaction.

    Its bytes were copied, its findings stay. It is examined again only where it was not yet, or
    where the resource's earlier tables were published in a way that this one follows.

    Args:
        edition: of a submission.
        resource_id, dataset_id: where it goes; no dataset for one that is made in this
            transaction: there are neither earlier editions, nor choices, nor others who know it.
        file: row of the resource's own copy of the file.
        user_id: who looked at it and approved; None where nobody did.
    """
    now = datetime.now(timezone.utc)
    if dataset_id is None:
        choices, edition.label = {}, first_label(now)
    else:
        wait_for_others(resource_id)
        choices = remembered(resource_id, dataset_id, edition.headings or ())
        edition.label = next_label(RESOURCE, resource_id, now)
    edition.owner_type, edition.owner_id = RESOURCE, resource_id
    edition.file_id, edition.release = file.id, "released"
    # A picture is published without what its file tells besides.
    edition.sha256, edition.size_bytes = file.hash, file.size
    edition.created = sa.func.clock_timestamp()
    if edition.personal and user_id is not None:
        edition.confirmed_by, edition.confirmed_at = user_id, sa.func.clock_timestamp()
        model.Session.add(EditionEvent(edition_id=edition.id, event="confirmed", user_id=user_id))
    follows = bool(choices) and choices != edition.choices
    if follows:
        edition.choices = choices
    model.Session.flush()
    if follows or edition.state == "waiting":
        put("examine", resource_id, edition.id)
        return
    put("load", resource_id, edition.id)
    if edition.format:
        put("standard", resource_id, edition.id)
