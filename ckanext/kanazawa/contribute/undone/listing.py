"""Which corrections wait for a decision because a later edition undid them."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import stewarded
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.model.undone import Undone
from ckanext.kanazawa.schemas.shared import Edition


def waiting(
    user: model.User, *, resource_id: str | None = None, submission_id: str | None = None
) -> list[dict[str, Any]]:
    """Return what waits for a steward's decision, the longest first.

    Args:
        user: the steward.
        resource_id: of one table only.
        submission_id: of one correction only.
    """
    query = _open().where(Submission.municipality.in_(stewarded(user)))
    if resource_id:
        query = query.where(Undone.resource_id == resource_id)
    if submission_id:
        query = query.where(Undone.submission_id == submission_id)
    rows = model.Session.execute(query.order_by(Undone.found_at, Submission.number))
    return [described for row in rows if (described := _described(*row)) is not None]


def _described(row: Undone, submission: Submission) -> dict[str, Any] | None:
    """Return one; None where its edition was taken back since."""
    newest = Edition.newest(row.resource_id)
    if newest is None or newest.id != row.edition_id:
        return None
    shown = Edition.shown(row.resource_id)
    return {
        "id": submission.id,
        "number": submission.number,
        "title": submission.title,
        "municipality": submission.municipality,
        "dataset_id": submission.dataset_id,
        "resource_id": row.resource_id,
        "edition_id": row.edition_id,
        "edition": newest.label,
        "file": newest.name,
        "is_public": shown is not None and shown.id == newest.id,
        "changes": row.changes,
        "found_at": row.found_at.isoformat(timespec="seconds"),
    }


def numbers(municipalities: list[str]) -> dict[str, int]:
    """Return municipality → how many corrections wait."""
    found: dict[str, int] = {}
    query = _open().where(Submission.municipality.in_(municipalities))
    for row, submission in model.Session.execute(query):
        if submission.municipality and _described(row, submission) is not None:
            found[submission.municipality] = found.get(submission.municipality, 0) + 1
    return found


def _open() -> sa.Select[tuple[Undone, Submission]]:
    return (
        sa.select(Undone, Submission)
        .join(Submission, Submission.id == Undone.submission_id)
        .where(Submission.state == "published", sa.func.jsonb_array_length(Undone.changes) > 0)
    )
