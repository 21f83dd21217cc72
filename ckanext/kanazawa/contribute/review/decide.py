"""Decisions of stewards. All work in the open transaction, which the caller commits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import municipalities
from ckanext.kanazawa.contribute.addresses import review_page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.approval import is_due
from ckanext.kanazawa.contribute.publication.embargo import not_before
from ckanext.kanazawa.contribute.publication.publish import KIND, PUBLISHERS
from ckanext.kanazawa.contribute.record.write import actor_number, write
from ckanext.kanazawa.contribute.review.access import is_own
from ckanext.kanazawa.contribute.review.live import base_name, base_of, live_dataset
from ckanext.kanazawa.contribute.review.merge import tell_merged
from ckanext.kanazawa.contribute.review.tellings import (
    answer_report,
    check_answer,
    tell_author,
)
from ckanext.kanazawa.contribute.step import StepRefused, locked, take_step
from ckanext.kanazawa.contribute.submissions.links import DECIDED, LEAVE_OUT, PUBLISH, waiting
from ckanext.kanazawa.schemas.shared import Edition, put_job


def take(submission: Submission, user: model.User) -> None:
    """Begin to look at a submission; it is assigned to whoever does."""
    now = take_step(submission.id, "take", "steward", user.id)
    now.assigned_to = user.id


def return_(submission: Submission, user: model.User, revision: int, text: str) -> None:
    """Return a submission to its author, with reasons: a text, or remarks on places of it."""
    remarked = sa.select(Remark.id).where(
        Remark.submission_id == submission.id,
        Remark.revision == submission.revision,
        Remark.is_internal.is_(False),
        Remark.resolved_at.is_(None),
    )
    if not text and model.Session.scalar(remarked.limit(1)) is None:
        raise tk.ValidationError({"text": [tk._("Say what is to be changed.")]})
    now = take_step(submission.id, "return", "steward", user.id, revision=revision, text=text)
    tell_author(now, "submission-returned")


def approve(
    submission: Submission,
    user: model.User,
    *,
    revision: int,
    base: str,
    publish_at: datetime | None = None,
    content_checked: bool = False,
    links: str = "",
    text: str = "",
) -> str:
    """Approve one revision, compared with one live version.

    Args:
        submission: to approve.
        user: the steward.
        revision: the steward saw.
        base: `base_name` of the live version it was compared with.
        publish_at: when it is published; None for at once. Never before the embargo ends.
        content_checked: the municipality has verified what the data say.
        links: "publish" or "leave-out", needed where links wait for their author's first approval.
        text: for the record; of a report the answer to whoever sent it.

    Returns:
        "approved", or "first" where a second steward has to approve, too.

    Raises:
        tk.ValidationError: it is the steward's own, is not examined yet, or the live version
            changed since.
        StepRefused: another state or revision.
    """
    now = locked(submission.id)
    if is_own(now, user):
        raise tk.ValidationError(
            {"approve": [tk._("You edited this submission, so somebody else has to approve it.")]}
        )
    live = live_dataset(now)
    _check_same(live, base)
    _check_examined(now)
    decided = _decided_links(now, links)
    check_answer(now, text)
    if config.two_persons() and now.state == "in_review" and not _is_second(now, user, base):
        _note_first(now, user, revision, base)
        return "first"
    details = {"base": base, **decided}
    now = take_step(
        now.id, "approve", "steward", user.id, revision=revision, text=text, details=details
    )
    now.approved_by, now.approved_revision = user.id, now.revision
    now.approved_base, now.publish_at = base_of(live), not_before(now, publish_at)
    now.checks = {**now.checks, "content_checked": content_checked, **decided}
    model.Session.flush()
    tell_author(now, "submission-approved")
    answer_report(now, text)
    if now.kind in PUBLISHERS and is_due(now):
        put_job(KIND, now.id)
    return "approved"


def _decided_links(submission: Submission, links: str) -> dict[str, str]:
    """Return what is decided about links that wait; {} where none do.

    Raises:
        tk.ValidationError: some wait, and nothing was decided.
    """
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    if revision is None or not waiting(submission, revision.fields):
        return {}
    if links not in (PUBLISH, LEAVE_OUT):
        text = tk._("Look where the links lead, and say whether they are published or left out.")
        raise tk.ValidationError({"links": [text]})
    return {DECIDED: links}


def reject(submission: Submission, user: model.User, revision: int, reason: str, text: str) -> None:
    """Reject a submission."""
    check_answer(submission, text)
    now = take_step(
        submission.id, "reject", "steward", user.id, revision=revision, reason=reason, text=text
    )
    tell_author(now, "submission-rejected")
    answer_report(now, text)
    tell_merged(now, "submission-merged-ended")


def reconsider(submission: Submission, user: model.User, text: str) -> None:
    """Take an approval back before it was published."""
    now = take_step(submission.id, "reconsider", "steward", user.id, text=text)
    now.approved_by = now.approved_revision = now.approved_base = now.publish_at = None


def assign(
    submission: Submission, user: model.User, to: model.User, due_at: datetime | None
) -> None:
    """Say who looks at a submission, and by when."""
    now = locked(submission.id)
    now.assigned_to, now.due_at = to.id, due_at
    write("assign", subject=("submission", now.id), user_id=user.id, revision=now.revision)
    model.Session.flush()
    if to.id != user.id:
        due = due_at.date().isoformat() if due_at else "–"
        tell(
            "review-assigned",
            user_id=to.id,
            submission=now,
            due=due,
            url=review_page(now.id),
        )


def hand_over(submission: Submission, user: model.User, to: str, text: str) -> None:
    """Let another municipality decide."""
    if to not in municipalities() or to == submission.municipality:
        raise tk.ValidationError({"municipality": [tk._("Choose another municipality.")]})
    now = locked(submission.id)
    if now.state not in ("submitted", "in_review"):
        raise StepRefused({"state": [tk._("It is not being reviewed now.")]})
    now.municipality, now.assigned_to = to, None
    write(
        "hand-over",
        subject=("submission", now.id),
        user_id=user.id,
        revision=now.revision,
        text=text,
        details={"to": to},
    )
    model.Session.flush()
    tell_author(now, "submission-moved", municipality=to)


def remark(
    submission: Submission, user: model.User, place: str, text: str, *, is_internal: bool
) -> Remark:
    """Say something of a field ("title_translated"), a file ("file:<key>"), or the whole ("")."""
    if not text:
        raise tk.ValidationError({"text": [tk._("Please write something.")]})
    if len(place) > 200:
        raise tk.ValidationError({"place": [tk._("There is no such place.")]})
    added = Remark(
        submission_id=submission.id,
        revision=submission.revision,
        place=place,
        text=text,
        author_id=user.id,
        is_internal=is_internal,
    )
    model.Session.add(added)
    model.Session.flush()
    return added


def _check_same(live: dict[str, Any] | None, base: str) -> None:
    if base != base_name(live):
        raise StepRefused(
            {"base": [tk._("The public dataset changed meanwhile. Load the page and compare.")]}
        )


def _check_examined(submission: Submission) -> None:
    """Refuse an approval before the files were examined."""
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    for entry in revision.files if revision else ():
        edition = model.Session.get(Edition, entry.get("edition_id") or "", populate_existing=True)
        if edition is not None and edition.state == "waiting":
            raise tk.ValidationError(
                {"approve": [tk._("The files are still being examined. Try again shortly.")]}
            )


def _is_second(submission: Submission, user: model.User, base: str) -> bool:
    """Say whether another steward approved the same already."""
    query = sa.select(Record.actor, Record.details).where(
        Record.subject_type == "submission",
        Record.subject_id == submission.id,
        Record.what == "approve-first",
        Record.revision == submission.revision,
    )
    mine = actor_number(user.id)
    return any(
        actor != mine and details.get("base") == base
        for actor, details in model.Session.execute(query)
    )


def _note_first(submission: Submission, user: model.User, revision: int, base: str) -> None:
    if revision != submission.revision:
        raise StepRefused({"revision": [tk._("The submission was changed meanwhile.")]})
    write(
        "approve-first",
        subject=("submission", submission.id),
        user_id=user.id,
        revision=revision,
        details={"base": base},
    )


def read_time(value: Any, field: str) -> datetime | None:
    """Read a time of a form or the API, Japanese where it names no zone.

    Raises:
        tk.ValidationError: it is none.
    """
    if value in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        message = tk._("Write a day or a time like 2026-04-01T09:00.")
        raise tk.ValidationError({field: [message]}) from None
    if found.tzinfo is None:
        found = tk.h.get_display_timezone().localize(found)
    return found.astimezone(timezone.utc)


def read_later(value: Any, field: str) -> datetime | None:
    """Read a time that is still to come, as `read_time`.

    Raises:
        tk.ValidationError: it is none, or is over.
    """
    found = read_time(value, field)
    # A minute for the form to arrive.
    if found is not None and found < datetime.now(timezone.utc) - timedelta(minutes=1):
        raise tk.ValidationError({field: [tk._("This time is over. Leave it empty for at once.")]})
    return found
