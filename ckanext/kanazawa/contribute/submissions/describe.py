"""A submission as actions and pages tell of it, by who asks."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.labels import state_label
from ckanext.kanazawa.contribute.model.actor import Actor
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.record_text import RecordText
from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import steps_from
from ckanext.kanazawa.contribute.submissions.access import is_author, is_reviewer
from ckanext.kanazawa.contribute.submissions.kinds import kinds
from ckanext.kanazawa.contribute.submissions.revise import newest
from ckanext.kanazawa.schemas.shared import Edition

Told = dict[str, Any]
# What the portal checks for reviewers; the author is not told of other people's submissions.
FOR_REVIEWERS = ("pending_duplicates",)
OF_TABLES = (
    *("state", "error", "format", "version", "encoding", "sheet", "header_row", "headings"),
    *("rows", "columns", "totals", "personal"),
)


def described(submission: Submission, user: model.User | None) -> Told:
    """Return a submission with its newest revision, as one person may know it."""
    reviews = is_reviewer(submission, user)
    revision = newest(submission)
    role = "author" if is_author(submission, user) else "steward"
    checks = {
        name: found
        for name, found in submission.checks.items()
        if reviews or name not in FOR_REVIEWERS
    }
    return {
        **summary(submission),
        "fields": _fields(revision.fields, role) if revision else {},
        "files": [_file(entry) for entry in revision.files] if revision else [],
        "declarations": revision.declarations if revision else {},
        "base": revision.base if revision else None,
        "sha256": revision.sha256 if revision else None,
        "credit": submission.credit,
        "checks": checks,
        "remarks": remarks(submission, with_internal=reviews),
        "timeline": timeline(submission),
        "steps": steps_from(submission.state, role),  # pyright: ignore[reportArgumentType]
        "is_author": role == "author",
    }


def _fields(fields: Told, role: str) -> Told:
    """Return proposed fields; the mail address of who reports an error is shown to nobody else."""
    return {name: value for name, value in fields.items() if role == "author" or name != "address"}


def summary(submission: Submission) -> Told:
    """Return what lists tell of a submission."""
    kind = kinds().get(submission.kind)
    return {
        "id": submission.id,
        "number": submission.number,
        "kind": submission.kind,
        "kind_label": kind.label() if kind else submission.kind,
        "state": submission.state,
        "state_label": state_label(submission.state),
        "revision": submission.revision,
        "title": submission.title,
        "theme": submission.theme,
        "municipality": submission.municipality,
        "body": _body(submission.body_id),
        "dataset_id": submission.dataset_id,
        "resource_id": submission.resource_id,
        "created": time_of(submission.created),
        "submitted_at": time_of(submission.submitted_at),
        "changed": time_of(submission.changed),
        "publish_at": time_of(submission.publish_at),
        "published_at": time_of(submission.published_at),
        "merged_into": _number(submission.merged_into),
    }


def remarks(submission: Submission, *, with_internal: bool) -> list[Told]:
    """Return what reviewers remarked, oldest first."""
    query = sa.select(Remark).where(Remark.submission_id == submission.id).order_by(Remark.created)
    if not with_internal:
        query = query.where(Remark.is_internal.is_(False))
    return [
        {
            "id": one.id,
            "revision": one.revision,
            "place": one.place,
            "text": one.text,
            "is_internal": one.is_internal,
            "created": time_of(one.created),
            "resolved_at": time_of(one.resolved_at),
        }
        for one in model.Session.scalars(query)
    ]


def timeline(submission: Submission) -> list[Told]:
    """Return what happened, oldest first: steps with their reasons, never who reviewed."""
    query = (
        sa.select(Record, RecordText.text, Actor.user_id)
        .outerjoin(RecordText, RecordText.record_id == Record.id)
        .outerjoin(Actor, Actor.number == Record.actor)
        .where(Record.subject_type == "submission", Record.subject_id == submission.id)
        .order_by(Record.id)
    )
    return [
        {
            "what": record.what,
            "at": time_of(record.at),
            "by": _by(submission, user_id),
            "from": record.details.get("from"),
            "to": record.details.get("to"),
            "revision": record.revision,
            "reason": record.reason,
            "text": text or "",
        }
        for record, text, user_id in model.Session.execute(query)
    ]


def _by(submission: Submission, user_id: str | None) -> str:
    """Say in which role somebody acted; a reviewer's name is nobody's business."""
    if user_id is None:
        return "portal"
    return "author" if user_id == submission.author_id else "other"


def _file(entry: Told) -> Told:
    edition = model.Session.get(Edition, entry["edition_id"]) if entry.get("edition_id") else None
    table = {name: getattr(edition, name) for name in OF_TABLES} if edition else None
    return {**entry, "table": table}


def _number(submission_id: str | None) -> int | None:
    """Return by which number people know the submission that goes on in the place of one."""
    found = model.Session.get(Submission, submission_id) if submission_id else None
    return found.number if found else None


def _body(body_id: str | None) -> Told | None:
    body = model.Session.get(Body, body_id) if body_id else None
    return {"id": body.id, "name": body.name, "title": body.title} if body else None


def time_of(time: datetime | None) -> str | None:
    """Return a time in UTC as text."""
    return time.astimezone(timezone.utc).isoformat(timespec="seconds") if time else None
