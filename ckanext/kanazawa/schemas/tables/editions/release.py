"""Release, confirm and take back editions."""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.edition_event import EditionEvent
from ckanext.kanazawa.schemas.tables.editions.showing import show_newest, withhold_rows


def settle(edition: Edition) -> bool:
    """Release an examined edition if it may be released, and say whether it is shown now.

    Commits where it releases. To be called once the findings of the edition are recorded.

    Args:
        edition: whose examination ended, well or not.
    """
    if edition.owner_type != RESOURCE:
        return False
    edition_id, resource_id = edition.id, edition.owner_id
    if edition.release == "held" and may_be_released(edition):
        _decide([edition], "released", "released", None)
    shown = Edition.shown(resource_id)
    return shown is not None and shown.id == edition_id


def may_be_released(edition: Edition) -> bool:
    """Say whether nothing speaks against showing a held edition to visitors.

    What is no table (a PDF, an image) cannot be examined and need not be. A table that could
    not be read may hold anything: somebody has to look at it.
    """
    if edition.state not in ("examined", "no-table"):
        return False
    return not edition.personal or edition.confirmed_at is not None


def needs_confirmation(edition: Edition) -> bool:
    """Say whether editors are asked to look: personal data was found, or nothing could be read."""
    if edition.release == "withdrawn" or edition.confirmed_at is not None:
        return False
    return bool(edition.personal) or (edition.release == "held" and edition.state == "failed")


def confirm(edition: Edition, user_id: str | None) -> None:
    """Let visitors see an edition: one that was held, warned about, or taken back by mistake.

    One that is still being examined stays held, but needs no second confirmation.
    """
    is_waiting = edition.release == "held" and edition.state == "waiting"
    _decide([edition], "held" if is_waiting else "released", "confirmed", user_id)


def withdraw(edition: Edition, user_id: str | None) -> None:
    """Take an edition back: visitors see the one before it, or none.

    All editions with the same bytes go with it, since they hold the same data.
    """
    same = [
        other
        for other in Edition.newest_first(edition.owner_id, edition.owner_type)
        if other.id == edition.id
        or (edition.sha256 and other.sha256 == edition.sha256 and other.release != "withdrawn")
    ]
    resource_id = edition.owner_id
    _decide(same, "withdrawn", "withdrawn", user_id)
    # Also where another one is shown whose rows are not loaded yet, or never will be.
    withhold_rows(resource_id)


def _decide(editions: list[Edition], release: str, event: str, user_id: str | None) -> None:
    """Change and record what becomes of editions, and let the resource follow."""
    edition_ids = [edition.id for edition in editions]
    show_newest(
        editions[0].owner_id, lambda: _note(edition_ids, release, event, user_id), user_id=user_id
    )


def _note(edition_ids: list[str], release: str, event: str, user_id: str | None) -> None:
    for edition_id in edition_ids:
        edition = model.Session.get(Edition, edition_id)
        if edition is None:
            continue
        edition.release = release
        if event == "confirmed":
            edition.confirmed_by, edition.confirmed_at = user_id, sa.func.clock_timestamp()
        elif event == "withdrawn":
            # Whoever shows it again has looked at it again.
            edition.confirmed_by = edition.confirmed_at = None
        model.Session.add(EditionEvent(edition_id=edition_id, event=event, user_id=user_id))
    model.Session.flush()
