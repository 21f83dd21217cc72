"""All that a reviewer sees of one submission."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.inquiry import Inquiry
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.record_text import RecordText
from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.access import is_own
from ckanext.kanazawa.contribute.review.compare import (
    field_differences,
    file_differences,
    row_differences,
)
from ckanext.kanazawa.contribute.review.live import base_name, live_dataset
from ckanext.kanazawa.contribute.review.merge import merged_into
from ckanext.kanazawa.contribute.review.queue import cares
from ckanext.kanazawa.contribute.review.tellings import asks_for_answer
from ckanext.kanazawa.contribute.review.vouch import verification_of
from ckanext.kanazawa.contribute.states import steps_from
from ckanext.kanazawa.contribute.submissions.links import waiting

Values = dict[str, Any]


def shown(submission: Submission, user: model.User, *, with_rows: bool = False) -> Values:
    """Return a submission beside the live version.

    Args:
        submission: to be reviewed.
        user: the steward.
        with_rows: also compare the rows of tables, which reads the files.
    """
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    live = live_dataset(submission)
    body = model.Session.get(Body, submission.body_id) if submission.body_id else None
    found: Values = {
        **{name: getattr(submission, name) for name in ("id", "number", "kind", "state", "title")},
        **{name: getattr(submission, name) for name in ("revision", "municipality", "theme")},
        **{name: getattr(submission, name) for name in ("dataset_id", "resource_id", "credit")},
        "assigned_to": submission.assigned_to,
        "checks": submission.checks,
        "cares": cares(submission.checks),
        "submitted_at": _time(submission.submitted_at),
        "due_at": _time(submission.due_at),
        "publish_at": _time(submission.publish_at),
        "published_at": _time(submission.published_at),
        "body": {"id": body.id, "title": body.title, "kind": body.kind} if body else None,
        "is_verified": body is not None and body.verified_at is not None,
        "declarations": revision.declarations if revision else {},
        "text": revision.fields.get("text") if revision else None,
        "changes": (revision.fields.get("changes") or []) if revision else [],
        "note": revision.fields.get("note") if revision else None,
        "where": _where(submission, revision, live),
        "has_account": submission.author_id is not None,
        "base": base_name(live),
        "live": _named(live),
        "published": _published(submission),
        "fields": field_differences(revision, live) if revision else [],
        "files": file_differences(revision, live) if revision else [],
        "remarks": remarks_of(submission.id),
        "inquiries": inquiries_of(submission.id),
        "timeline": timeline_of(submission.id),
        "steps": steps_from(submission.state, "steward"),  # pyright: ignore[reportArgumentType]
        "is_own": is_own(submission, user),
        "merged_into": _short(model.Session.get(Submission, submission.merged_into or "")),
        "merged": [_short(one) for one in merged_into(submission.id)],
        "links_waiting": waiting(submission, revision.fields) if revision else [],
        "asks_for_answer": asks_for_answer(submission) is not None,
        "verification": verification_of(submission),
        "two_persons": config.two_persons(),
    }
    if with_rows and revision is not None:
        for entry, told in zip(revision.files, found["files"], strict=True):
            told["differences"] = row_differences(entry)
    return found


def _short(submission: Submission | None) -> Values | None:
    if submission is None:
        return None
    return {name: getattr(submission, name) for name in ("id", "number", "title", "state")}


def _named(live: Values | None) -> Values | None:
    return {name: live[name] for name in ("id", "name", "title")} if live else None


def _published(submission: Submission) -> Values | None:
    """Return the dataset that a submission of a new one became."""
    is_new = submission.kind == "dataset" and submission.state == "published"
    package = model.Package.get(submission.dataset_id or "") if is_new else None
    return _named(package.as_dict()) if package else None


def _where(submission: Submission, revision: Revision | None, live: Values | None) -> Values:
    """Return where an error is that was reported: {"resource", "file", "row", "column"}."""
    found: Values = dict(revision.fields.get("where") or {}) if revision else {}
    for one in (live or {}).get("resources") or []:
        if one["id"] == submission.resource_id and submission.kind == "report":
            found |= {"resource": one["id"], "file": one.get("name") or one["url"]}
    return found


def seen_by_section(submission: Submission) -> Values:
    """Return what a section that was asked sees: the proposal, and nothing about the review."""
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    live = live_dataset(submission)
    return {
        "number": submission.number,
        "kind": submission.kind,
        "title": submission.title,
        "text": revision.fields.get("text") if revision else None,
        "changes": (revision.fields.get("changes") or []) if revision else [],
        "where": _where(submission, revision, live),
        "live": _named(live),
        "fields": field_differences(revision, live) if revision else [],
        "files": file_differences(revision, live) if revision else [],
    }


def remarks_of(submission_id: str) -> list[Values]:
    """Return all remarks, internal ones too, oldest first."""
    query = sa.select(Remark).where(Remark.submission_id == submission_id).order_by(Remark.created)
    return [
        {
            **{name: getattr(one, name) for name in ("id", "revision", "place", "text")},
            "is_internal": one.is_internal,
            "created": _time(one.created),
            "resolved_at": _time(one.resolved_at),
        }
        for one in model.Session.scalars(query)
    ]


def inquiries_of(submission_id: str) -> list[Values]:
    """Return what sections were asked, and what they answered."""
    query = (
        sa.select(Inquiry).where(Inquiry.submission_id == submission_id).order_by(Inquiry.created)
    )
    return [
        {
            **{name: getattr(one, name) for name in ("id", "section", "question", "answer")},
            "expires_at": _time(one.expires_at),
            "answered_at": _time(one.answered_at),
        }
        for one in model.Session.scalars(query)
    ]


def timeline_of(submission_id: str) -> list[Values]:
    """Return what happened so far, with the numbers of those who acted."""
    query = (
        sa.select(Record, RecordText.text)
        .outerjoin(RecordText, RecordText.record_id == Record.id)
        .where(Record.subject_type == "submission", Record.subject_id == submission_id)
        .order_by(Record.id)
    )
    return [
        {
            **{name: getattr(one, name) for name in ("what", "actor", "reason", "revision")},
            "at": _time(one.at),
            "text": text or "",
        }
        for one, text in model.Session.execute(query)
    ]


def _time(time: Any) -> str | None:
    return time.isoformat(timespec="seconds") if time else None
