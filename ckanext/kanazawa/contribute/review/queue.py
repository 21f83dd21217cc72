"""The queue of submissions that wait, paged and filtered in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import stewarded
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import QUEUED

PER_PAGE = 50
STATES = (
    *("submitted", "in_review", "returned", "approved", "published", "rejected", "merged"),
    "taken_down",
)
KINDS = ("dataset", "replacement", "addition", "correction", "report")
CARES = (
    *("tables", "personal", "files", "malware", "duplicates", "pending_duplicates", "links"),
    "changes",
)
AGES = ("7", "14", "30", "90")
Condition = sa.ColumnElement[bool]


def listed(user: model.User, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of what somebody may review.

    Args:
        user: the steward.
        wishes: `state` ("" for all that wait), `municipality` (id), `theme`, `kind`,
            `age` (waiting for as many days at least), `from` ("nobody", "citizen", or a kind of
            body), `verified` (true: of verified bodies), `care` (name of a check after which
            somebody has to look, "any" for all), `assigned` ("me", "nobody"), `late` (true),
            `page` from 1.

    Returns:
        {"count", "page", "pages", "rows", "by_municipality", "by_theme"}.
    """
    mine = Submission.municipality.in_(stewarded(user))
    where = [mine, Submission.submitted_at.is_not(None), *_conditions(user, wishes)]
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(Submission).where(*where))
    pages = max(1, -(-(count or 0) // PER_PAGE))
    page = min(_page(wishes.get("page")), pages)
    query = (
        sa.select(Submission, Body.kind, Body.verified_at, Body.title)
        .outerjoin(Body, Body.id == Submission.body_id)
        .where(*where)
        .order_by(Submission.submitted_at, Submission.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    waiting = [mine, Submission.submitted_at.is_not(None), Submission.state.in_(QUEUED)]
    return {
        "count": count or 0,
        "page": page,
        "pages": pages,
        "rows": [_row(*found) for found in model.Session.execute(query)],
        "by_municipality": _counts(Submission.municipality, waiting),
        "by_theme": _counts(Submission.theme, waiting),
    }


def _conditions(user: model.User, wishes: Mapping[str, Any]) -> list[Condition]:
    state = str(wishes.get("state") or "")
    found: list[Condition] = [
        Submission.state == state if state in STATES else Submission.state.in_(QUEUED)
    ]
    for name, column in (
        ("municipality", Submission.municipality),
        ("theme", Submission.theme),
        ("kind", Submission.kind),
    ):
        if wishes.get(name):
            found.append(column == str(wishes[name]))
    if wishes.get("assigned") == "me":
        found.append(Submission.assigned_to == user.id)
    elif wishes.get("assigned") == "nobody":
        found.append(Submission.assigned_to.is_(None))
    if wishes.get("late"):
        found.append(Submission.due_at < sa.func.clock_timestamp())
    age = str(wishes.get("age") or "")
    if age.isdecimal() and len(age) < 5:
        since = datetime.now(timezone.utc) - timedelta(days=int(age))
        found.append(Submission.submitted_at <= since)
    return [*found, *_from(wishes), *_care(str(wishes.get("care") or ""))]


def _from(wishes: Mapping[str, Any]) -> list[Condition]:
    """Return the conditions of who proposes, and whether that was verified."""
    kind = str(wishes.get("from") or "")
    found: list[Condition] = []
    if kind in ("nobody", "citizen"):
        is_nobody = Submission.author_id.is_(None)
        found = [Submission.body_id.is_(None), is_nobody if kind == "nobody" else ~is_nobody]
    elif kind:
        found = [Submission.body_id.in_(sa.select(Body.id).where(Body.kind == kind))]
    if wishes.get("verified"):
        verified = sa.select(Body.id).where(Body.verified_at.is_not(None))
        found.append(Submission.body_id.in_(verified))
    return found


def _care(name: str) -> list[Condition]:
    """Return the conditions of what the automatic checks found."""
    if not name:
        return []
    unpublished = Submission.checks.has_key("publication")  # pyright: ignore[reportAttributeAccessIssue]
    if name == "publication":
        return [unpublished]
    if name == "any":
        return [sa.or_(unpublished, Submission.checks.contains({"needs_care": True}))]
    return [Submission.checks.contains({"cares": [name]})]


def _counts(column: Any, where: Sequence[Condition]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*where).group_by(column).order_by(column)
    return {key or "": number for key, number in model.Session.execute(query)}


def _page(typed: Any) -> int:
    text = str(typed or "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _row(
    submission: Submission, body_kind: str | None, verified_at: Any, body: str | None
) -> dict[str, Any]:
    now = datetime.now(timezone.utc)
    waiting = now - submission.submitted_at if submission.submitted_at else None
    return {
        **{name: getattr(submission, name) for name in ("id", "number", "kind", "state", "title")},
        **{name: getattr(submission, name) for name in ("municipality", "theme", "revision")},
        "submitted_at": _time(submission.submitted_at),
        "due_at": _time(submission.due_at),
        "days": waiting.days if waiting else 0,
        "is_late": submission.due_at is not None and submission.due_at < now,
        "assigned_to": submission.assigned_to,
        "from": body_kind or ("citizen" if submission.author_id else "nobody"),
        "body": body,
        "is_verified": verified_at is not None,
        "cares": cares(submission.checks),
    }


def cares(checks: Mapping[str, Any]) -> list[str]:
    """Return the names of the automatic checks after which a reviewer has to look."""
    publication = ["publication"] if "publication" in checks else []
    return [*(checks.get("cares") or ()), *publication]


def care_label(name: str) -> str:
    """Return the name of an automatic check in the reader's language."""
    return {
        "tables": tk._("Table findings"),
        "personal": tk._("Personal data?"),
        "files": tk._("File type"),
        "malware": tk._("Malware scanner"),
        "duplicates": tk._("Similar dataset"),
        "pending_duplicates": tk._("Similar submission"),
        "links": tk._("Links"),
        "changes": tk._("Corrected cells"),
        "publication": tk._("Could not be published"),
        "any": tk._("Anything to look at"),
    }.get(name, name)


def _time(time: datetime | None) -> str | None:
    return time.astimezone(timezone.utc).isoformat(timespec="seconds") if time else None
