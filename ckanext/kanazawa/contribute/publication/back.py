"""Send an approved submission back to review: somebody has to look again."""

from __future__ import annotations

import ckan.model as model

from ckanext.kanazawa.contribute.addresses import review_page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.approval import approver
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.review.tellings import tell_stewards
from ckanext.kanazawa.contribute.step import StepRefused, locked, take_step
from ckanext.kanazawa.schemas.shared import Edition, put_job


def send_back(submission_id: str, problem: NotPublishable) -> None:
    """Take the step "conflict" and take the approval back; commits.

    Args:
        submission_id: of the submission.
        problem: why; stands on its page until the next decision.
    """
    submission = locked(submission_id)
    if submission.state != "approved":
        model.Session.rollback()
        return
    try:
        take_step(
            submission_id,
            "conflict",
            "portal",
            None,
            reason=problem.code,
            details=dict(problem.details),
        )
    except StepRefused:
        model.Session.rollback()
        return
    steward = approver(submission)
    note = {"code": problem.code, **problem.details}
    submission.checks = {**submission.checks, "publication": note}
    submission.approved_by = submission.approved_revision = submission.approved_base = None
    submission.publish_at = None
    if problem.code == "files":
        _examine_again(submission, set(problem.details["keys"]))
    model.Session.flush()
    if steward:
        url = review_page(submission.id)
        tell("review-conflict", user_id=steward, submission=submission, url=url)
    else:  # a standing approval has no steward who waits for it
        tell_stewards(submission, "review-conflict")
    model.Session.commit()


def _examine_again(submission: Submission, keys: set[str]) -> None:
    """Have files examined again whose bytes are not those that were checked."""
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    for entry in revision.files if revision else ():
        edition = model.Session.get(Edition, entry.get("edition_id") or "")
        if entry["key"] in keys and edition is not None:
            put_job("examine", edition.owner_id, edition.id)
