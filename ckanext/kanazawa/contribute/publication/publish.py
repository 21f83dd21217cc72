"""Publish what was approved: everything that becomes public does so in one transaction.

Copies of the files lie at fresh addresses that nothing refers to before the commit, and go
where it fails. What cannot join (search in another engine, the DataStore) follows by work that
finds the same to do when it is repeated.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib.search import rebuild

from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.approval import approver, check_approval, is_due
from ckanext.kanazawa.contribute.publication.back import send_back
from ckanext.kanazawa.contribute.publication.correct import correct
from ckanext.kanazawa.contribute.publication.dataset import Change, changed_dataset, new_dataset
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.files import Ready, let_go, ready_files
from ckanext.kanazawa.contribute.review.merge import tell_merged
from ckanext.kanazawa.contribute.review.tellings import tell_author
from ckanext.kanazawa.contribute.step import locked, take_step
from ckanext.kanazawa.schemas.shared import put_job

log = logging.getLogger(__name__)
KIND = "contribute-publish"
FOLLOW = "contribute-index"
Publisher = Callable[[Submission, Revision, list[Ready]], Change]
# Kind of submission → how it becomes public. Reports become nothing: approved is their end.
PUBLISHERS: dict[str, Publisher] = {
    "dataset": new_dataset,
    "replacement": changed_dataset,
    "addition": changed_dataset,
    "correction": correct,
}


def publish(submission_id: str, still_ours: Callable[[], None] = lambda: None) -> None:
    """Publish an approved submission whose time has come; commits.

    Can be repeated at any time: what is public already stays as it is.

    Args:
        submission_id: of the submission.
        still_ours: called before the commit; raises where another worker took over.

    Raises:
        tk.ObjectNotFound: there is no such submission.
    """
    try:
        submission = locked(submission_id)
        if submission.state == "approved" and submission.kind in PUBLISHERS and is_due(submission):
            _make_public(submission)
            still_ours()
            model.Session.commit()
    except NotPublishable as problem:
        model.Session.rollback()
        send_back(submission_id, problem)
    except tk.ValidationError as error:
        model.Session.rollback()
        fields = sorted(map(str, error.error_dict))
        log.warning("Submission %s is refused by the catalogue: %s", submission_id, fields)
        send_back(submission_id, NotPublishable("refused", fields=fields))
    finally:
        # Nothing half-done stays in the session: files of a failed attempt go with it.
        model.Session.rollback()


def _make_public(submission: Submission) -> None:
    check_approval(submission)
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    if revision is None:
        raise NotPublishable("approval")
    with ready_files(revision.files, approver(submission)) as ready:
        change = PUBLISHERS[submission.kind](submission, revision, ready)
        hashes = {one.entry["key"]: one.received.sha256 for one in ready} | change.files
        let_go([one.entry["file_id"] for one in ready])
    submission.dataset_id = change.dataset_id
    submission.published_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    _make_author_public(submission)
    model.Session.flush()  # the step reads the row anew
    take_step(
        submission.id,
        "publish",
        "portal",
        None,
        before=change.before,
        after=change.after,
        details={"files": hashes, "approved_by": _approval(submission)},
    )
    put_job(FOLLOW, submission.id)
    tell_author(submission, "submission-published")
    tell_merged(submission, "submission-merged-published")


def _approval(submission: Submission) -> str:
    """Return which approval it was, without naming a person: the record has their number."""
    by = submission.approved_by or ""
    return by if by.startswith("standing:") else "steward"


def _make_author_public(submission: Submission) -> None:
    """Let the account be shown from its first published contribution on."""
    if submission.author_id:
        first = sa.update(Account).where(
            Account.user_id == submission.author_id, Account.public_at.is_(None)
        )
        model.Session.execute(first.values(public_at=sa.func.clock_timestamp()))


def follow(submission_id: str) -> None:
    """Let the search of another engine follow what is committed; can be repeated.

    An engine in our own database has indexed the dataset in the publishing transaction.
    """
    submission = model.Session.get(Submission, submission_id, populate_existing=True)
    if submission is not None and submission.state == "published" and submission.dataset_id:
        rebuild(submission.dataset_id)
        model.Session.commit()
