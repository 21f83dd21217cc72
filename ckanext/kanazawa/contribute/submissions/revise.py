"""Save what a submission proposes: each save is a new revision, none is ever changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import insert

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.states import EDITABLE
from ckanext.kanazawa.contribute.step import StepRefused, locked

LONGEST_TITLE = 300


@dataclass(frozen=True)
class Start:
    """What a submission begins with; columns of `Submission` of the same names."""

    kind: str
    author_id: str | None
    body_id: str | None = None
    municipality: str | None = None
    dataset_id: str | None = None
    resource_id: str | None = None
    credit: dict[str, Any] = field(default_factory=dict)
    locale: str = "ja"
    request_key: str | None = None


def begin(start: Start) -> tuple[Submission, bool]:
    """Make a submission in the open transaction, once for each request key of an author.

    Returns:
        The submission, and whether it is new: the same request again finds the first one.
    """
    if start.author_id is None and start.request_key:
        # NULL is never the same as NULL, so that the unique key says nothing of strangers.
        lock = sa.func.hashtextextended(f"request {start.request_key}", 0)
        model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
        known = _by_request(start)
        if known is not None:
            return known, False
    values = {**vars(start), "id": make_uuid(), "state": "draft", "revision": 0}
    values |= {"theme": "", "title": "", "checks": {}}
    added = insert(Submission).values(**values).on_conflict_do_nothing().returning(Submission.id)
    made = model.Session.scalar(added)
    if made is None:
        known = _by_request(start)
        if known is None:
            raise tk.ObjectNotFound("Submission")
        return known, False
    write(
        "create",
        subject=("submission", made),
        user_id=start.author_id,
        dataset_id=start.dataset_id,
        details={"kind": start.kind},
    )
    return locked(made), True


def _by_request(start: Start) -> Submission | None:
    author = Submission.author_id
    mine = author == start.author_id if start.author_id else author.is_(None)
    query = sa.select(Submission).where(mine, Submission.request_key == start.request_key)
    return model.Session.scalar(query)


def newest(submission: Submission) -> Revision | None:
    """Return the newest revision, None before the first is saved."""
    return model.Session.get(Revision, (submission.id, submission.revision))


def save(
    submission_id: str,
    user_id: str | None,
    fields: dict[str, Any] | None = None,
    files: list[dict[str, Any]] | None = None,
    declarations: dict[str, Any] | None = None,
    *,
    base: dict[str, Any] | None = None,
    states: Collection[str] = EDITABLE,
) -> Revision:
    """Add a revision in the open transaction; one that would change nothing adds none.

    Args:
        submission_id: of the submission, which is locked until the end of the transaction.
        user_id: who saves, and counts as an author from now on.
        fields, files, declarations: whole; None for as they were.
        base: the live version it was made from; None for as it was.
        states: it may be in; stewards who take it over edit it in others than its author.

    Raises:
        StepRefused: it is in another state.
        tk.ObjectNotFound: there is none.
    """
    submission = locked(submission_id)
    if submission.state not in states:
        raise StepRefused({"state": [_not_now(submission.state)]})
    before = newest(submission)
    contents = {
        "fields": fields if fields is not None else _of(before, "fields", {}),
        "files": files if files is not None else _of(before, "files", []),
        "declarations": (
            declarations if declarations is not None else _of(before, "declarations", {})
        ),
    }
    base = base if base is not None else _of(before, "base", None)
    digest = digest_of(contents)
    if before is not None and before.sha256 == digest and before.base == base:
        return before
    submission.revision += 1
    revision = Revision(
        submission_id=submission.id,
        number=submission.revision,
        author_id=user_id,
        base=base,
        sha256=digest,
        **contents,
    )
    model.Session.add(revision)
    _follow(submission, contents["fields"])
    model.Session.flush()
    if submission.submitted_at is not None:
        _record(submission, before, revision)
    return revision


def _record(submission: Submission, before: Revision | None, revision: Revision) -> None:
    write(
        "revise",
        subject=("submission", submission.id),
        user_id=revision.author_id,
        dataset_id=submission.dataset_id,
        revision=revision.number,
        before=before.sha256 if before else None,
        after=revision.sha256,
    )


def _of(before: Revision | None, name: str, otherwise: Any) -> Any:
    return getattr(before, name) if before is not None else otherwise


def _follow(submission: Submission, fields: dict[str, Any]) -> None:
    """Copy into the submission what lists show of its newest revision."""
    title = title_of(fields)
    if title:
        submission.title = title[:LONGEST_TITLE]
    themes = fields.get("kanazawa_theme")
    submission.theme = str(themes[0]) if isinstance(themes, list) and themes else ""
    # What was checked is not what stands there now.
    submission.checks = {}
    submission.changed = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]


def title_of(fields: dict[str, Any]) -> str:
    """Return the title that fields propose, "" where they propose none."""
    titles = fields.get("title_translated")
    if not isinstance(titles, dict):
        return ""
    return str(titles.get("ja") or titles.get("en") or "").strip()


def digest_of(contents: Any) -> str:
    """Return the SHA-256 of something as canonical JSON."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _not_now(state: str) -> str:
    from ckanext.kanazawa.contribute.labels import state_label

    return tk._(
        "It cannot be changed now: the submission is “{state}”. What you typed was not saved."
    ).format(state=state_label(state))
