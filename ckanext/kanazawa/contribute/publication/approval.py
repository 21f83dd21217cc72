"""Whether an approval still holds when a submission is about to be published."""

from __future__ import annotations

from datetime import datetime, timezone

import ckan.model as model

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.standing import Standing
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.embargo import embargo_end
from ckanext.kanazawa.contribute.publication.errors import NotPublishable

PREFIX = "standing:"


def is_due(submission: Submission) -> bool:
    """Say whether the time has come: that of the approval, and the end of an embargo."""
    now = datetime.now(timezone.utc)
    free = embargo_end(submission)
    return (submission.publish_at is None or submission.publish_at <= now) and (
        free is None or free <= now
    )


def check_approval(submission: Submission) -> None:
    """Check that what was approved is the newest revision, by an approval that holds.

    Raises:
        NotPublishable: "approval" or "standing".
    """
    if not submission.approved_by or submission.approved_revision != submission.revision:
        raise NotPublishable("approval")
    if submission.approved_by.startswith(PREFIX):
        # Held until the commit: who takes it back waits, or was first.
        standing = model.Session.get(
            Standing,
            submission.approved_by.removeprefix(PREFIX),
            populate_existing=True,
            with_for_update={"read": True},  # pyright: ignore[reportArgumentType]
        )
        if standing is None or not holds_for(standing, submission):
            raise NotPublishable("standing")


def approver(submission: Submission) -> str | None:
    """Return the steward who approved; None for a standing approval."""
    by = submission.approved_by or ""
    return None if by.startswith(PREFIX) else by or None


def standing_for(submission: Submission, user_id: str) -> Standing | None:
    """Return the standing approval under which a submission needs no review, if any.

    Args:
        submission: of a body.
        user_id: who submits it; only members of the body are covered.
    """
    if submission.body_id is None or not _speaks_for(user_id, submission.body_id):
        return None
    query = model.Session.query(Standing).filter_by(body_id=submission.body_id, revoked_at=None)
    return next((one for one in query if holds_for(one, submission)), None)


def holds_for(standing: Standing, submission: Submission) -> bool:
    """Say whether a standing approval covers it: a correction of a body's own dataset."""
    body = model.Session.get(Body, standing.body_id, populate_existing=True)
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    dataset = model.Package.get(submission.dataset_id) if submission.dataset_id else None
    return (
        standing.revoked_at is None
        and not config.two_persons()
        and submission.kind == "correction"
        and submission.body_id == standing.body_id
        and body is not None
        and body.state == "active"
        and body.verified_at is not None
        and dataset is not None
        and body.organization_id is not None
        and dataset.owner_org == body.organization_id
        and revision is not None
        and _speaks_for(revision.author_id, body.id)
    )


def _speaks_for(user_id: str | None, body_id: str) -> bool:
    """Say whether somebody belongs to a body now, and may contribute."""
    user = model.User.get(user_id) if user_id else None
    if user is None or model.Session.get(Membership, (body_id, user.id)) is None:
        return False
    return hindrance(user) is None
