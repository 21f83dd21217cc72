"""Write a line into the record, in the transaction of the step it tells of."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.kanazawa.contribute.model.actor import Actor
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.record_text import RecordText


def write(
    what: str,
    *,
    subject: tuple[str, str],
    user_id: str | None,
    dataset_id: str | None = None,
    revision: int | None = None,
    reason: str | None = None,
    text: str = "",
    before: str | None = None,
    after: str | None = None,
    details: dict[str, Any] | None = None,
    is_public: bool = False,
) -> Record:
    """Add one line; the record holds numbers of people, codes and hashes, never contents.

    Args:
        what: name of the step.
        subject: ("submission" | "account" | "body" | "dataset", its id).
        user_id: who took it; None for the portal itself.
        dataset_id: the dataset in whose history it stands.
        revision: of a submission.
        reason: code of the reason.
        text: free text, kept where it can be purged.
        before, after: SHA-256 of what was changed.
        details: further codes and numbers.
        is_public: whether visitors see it in the dataset's history.
    """
    record = Record(
        what=what,
        actor=actor_number(user_id) if user_id else None,
        subject_type=subject[0],
        subject_id=subject[1],
        dataset_id=dataset_id,
        revision=revision,
        reason=reason,
        before=before,
        after=after,
        details=details or {},
        is_public=is_public,
    )
    model.Session.add(record)
    model.Session.flush()
    if text:
        model.Session.add(RecordText(record_id=record.id, text=text))
        model.Session.flush()
    return record


def actor_number(user_id: str) -> int:
    """Return the number that stands for a person, given at the first step."""
    known = sa.select(Actor.number).where(Actor.user_id == user_id)
    number = model.Session.scalar(known)
    if number is not None:
        return number
    # Two first steps at once: one adds the row, the other finds it.
    added = insert(Actor).values(user_id=user_id).on_conflict_do_nothing()
    model.Session.execute(added)
    return model.Session.scalars(known).one()


def forget_person(user_id: str) -> None:
    """Leave the number without the person, when an account is left."""
    model.Session.execute(sa.update(Actor).where(Actor.user_id == user_id).values(user_id=None))
