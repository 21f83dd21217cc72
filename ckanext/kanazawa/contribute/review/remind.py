"""Remind stewards: of what is late, and once a day of all that waits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_steward, municipalities, stewards_of
from ckanext.kanazawa.contribute.addresses import page, review_page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import QUEUED
from ckanext.kanazawa.contribute.undone.listing import numbers as undone_by_municipality

# A little less than a day, so that a run some minutes earlier than yesterday's skips nobody.
PAUSE = timedelta(hours=20)


def remind() -> tuple[int, int]:
    """Write reminders and digests that are due; commits. Again within a day it writes none.

    Returns:
        How many reminders, and how many digests.
    """
    now = datetime.now(timezone.utc)
    reminders = sum(_remind_of(one, now) for one in _late(now))
    digests = sum(
        _digest("review-digest", user_id, now, count=count, late=late)
        for user_id, (count, late) in _waiting(now).items()
    )
    digests += sum(
        _digest("review-undone-digest", user_id, now, count=count)
        for user_id, count in _undone().items()
    )
    model.Session.commit()
    return reminders, digests


def _late(now: datetime) -> list[Submission]:
    query = sa.select(Submission).where(Submission.state.in_(QUEUED), Submission.due_at < now)
    return list(model.Session.scalars(query.order_by(Submission.due_at)))


def _remind_of(submission: Submission, now: datetime) -> int:
    """Tell whoever it is assigned to, or all where that is nobody (any more)."""
    assigned = model.User.get(submission.assigned_to) if submission.assigned_to else None
    is_there = assigned is not None and assigned.state == model.State.ACTIVE
    if assigned is not None and is_there and is_steward(assigned, submission.municipality):
        receivers = [assigned.id]
    else:
        receivers = stewards_of(submission.municipality)
    due = submission.due_at.astimezone(tk.h.get_display_timezone()) if submission.due_at else now
    told = 0
    for user_id in receivers:
        if not _was_told("review-reminder", user_id, now, submission.id):
            tell(
                "review-reminder",
                user_id=user_id,
                submission=submission,
                due=due.date().isoformat(),
                url=review_page(submission.id),
            )
            told += 1
    return told


def _waiting(now: datetime) -> dict[str, tuple[int, int]]:
    """Return steward → how many submissions wait, and how many of them are late."""
    late = sa.func.count().filter(Submission.due_at < now)
    query = (
        sa.select(Submission.municipality, sa.func.count(), late)
        .where(Submission.state.in_(QUEUED), Submission.municipality.in_(municipalities()))
        .group_by(Submission.municipality)
    )
    found: dict[str, tuple[int, int]] = {}
    for municipality, count, number_late in model.Session.execute(query):
        for user_id in stewards_of(municipality):
            before = found.get(user_id, (0, 0))
            found[user_id] = before[0] + count, before[1] + number_late
    return found


def _undone() -> dict[str, int]:
    """Return steward → how many corrections wait because a later file undoes them."""
    found: dict[str, int] = {}
    for municipality, count in undone_by_municipality(municipalities()).items():
        for user_id in stewards_of(municipality):
            found[user_id] = found.get(user_id, 0) + count
    return found


def _digest(template: str, user_id: str, now: datetime, **numbers: Any) -> int:
    if _was_told(template, user_id, now):
        return 0
    tell(template, user_id=user_id, url=page("/review"), **numbers)
    return 1


def _was_told(template: str, user_id: str, now: datetime, submission_id: str | None = None) -> bool:
    query = sa.select(Message.id).where(
        Message.template == template, Message.user_id == user_id, Message.created > now - PAUSE
    )
    if submission_id:
        query = query.where(Message.submission_id == submission_id)
    return model.Session.scalar(query.limit(1)) is not None
