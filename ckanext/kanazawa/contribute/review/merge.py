"""Merge duplicates: one submission goes on, the other ends and points to it."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.review.access import find
from ckanext.kanazawa.contribute.review.tellings import tell_author
from ckanext.kanazawa.contribute.step import locked, take_step

# Those another one may be merged into: somebody still decides on them.
GOING_ON = ("submitted", "in_review", "returned", "approved")
MOST_OFFERED = 50


def merge(
    submission: Submission, user: model.User, revision: int, into: str, *, credited: bool
) -> None:
    """End a submission in favour of another one, in the open transaction; both are told.

    Args:
        submission: that ends.
        user: the steward of both.
        revision: of it, as the steward saw it.
        into: id of the one that goes on, or its number ("#12").
        credited: whether its contributor is named, too, with what is published.

    Raises:
        tk.ValidationError: there is no such submission to merge into.
        StepRefused: another state or revision.
    """
    other = _going_on(submission, user, into)
    # In one order for all, so that two stewards who merge crosswise do not wait for each other.
    for id in sorted((submission.id, other.id)):
        locked(id)
    if other.state not in GOING_ON:
        raise tk.ValidationError({"into": [_none()]})
    now = take_step(
        submission.id,
        "merge",
        "steward",
        user.id,
        revision=revision,
        details={"into": other.id},
    )
    now.merged_into = other.id
    if not credited:
        now.credit = {**now.credit, "left_out": True}
    write(
        "join",
        subject=("submission", other.id),
        user_id=user.id,
        revision=other.revision,
        details={"from": now.id},
    )
    model.Session.flush()
    tell_author(now, "submission-merged", other=other.number)
    tell_author(other, "submission-joined")


def candidates(submission: Submission) -> list[Submission]:
    """Return the submissions one could be merged into, those that look the same first."""
    similar = list(submission.checks.get("pending_duplicates") or ())
    query = (
        sa.select(Submission)
        .where(Submission.municipality == submission.municipality, Submission.id != submission.id)
        .where(Submission.kind == submission.kind, Submission.state.in_(GOING_ON))
        .where(Submission.submitted_at.is_not(None))
        .order_by(Submission.id.in_(similar).desc(), Submission.submitted_at.desc())
        .limit(MOST_OFFERED)
    )
    return list(model.Session.scalars(query))


def merged_into(submission_id: str) -> list[Submission]:
    """Return the submissions that ended in favour of one."""
    query = sa.select(Submission).where(
        Submission.merged_into == submission_id, Submission.state == "merged"
    )
    return list(model.Session.scalars(query.order_by(Submission.number)))


def tell_merged(submission: Submission, template: str) -> None:
    """Tell those who proposed the same what became of the one that went on."""
    for one in merged_into(submission.id):
        tell_author(one, template, other=submission.number)


def _going_on(submission: Submission, user: model.User, into: str) -> Submission:
    number = into.strip().lstrip("#＃")
    query = sa.select(Submission.id).where(
        Submission.number == int(number)
        if number.isdecimal() and len(number) < 12
        else Submission.id == into
    )
    try:
        found = find(model.Session.scalar(query), user)
    except tk.ObjectNotFound:
        raise tk.ValidationError({"into": [_none()]}) from None
    if found.id == submission.id or found.kind != submission.kind:
        raise tk.ValidationError({"into": [_none()]})
    return found


def _none() -> str:
    return tk._("There is no such submission of the same kind that goes on.")
