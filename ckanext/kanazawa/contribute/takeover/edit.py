"""Edit what is in review, as a steward: who does counts as an author, and does not approve it.

All work in the open transaction, which the caller commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.tellings import tell_author
from ckanext.kanazawa.contribute.step import StepRefused, locked
from ckanext.kanazawa.contribute.submissions import files
from ckanext.kanazawa.contribute.submissions.revise import save
from ckanext.kanazawa.contribute.submissions.steps import CHECK_JOB, changed
from ckanext.kanazawa.schemas.shared import put_job

REVIEWING = ("in_review",)
# What a steward may change; credit and declarations are the contributor's own.
EDITED = ("fields", "files")


def edit(submission: Submission, user: model.User, revision: int, given: Mapping[str, Any]) -> None:
    """Change fields, or titles and descriptions of files.

    Args:
        submission: that is in review.
        user: the steward.
        revision: the one the steward saw.
        given: `fields` and `files` as `kanazawa_contribute_submission_patch` takes them.

    Raises:
        tk.ValidationError: a field holds what it cannot hold.
        StepRefused: another state, or somebody changed it meanwhile.
    """
    wanted = {name: given[name] for name in EDITED if name in given}

    def change(now: Submission) -> None:
        if revision != now.revision:
            message = tk._("The submission was changed meanwhile. Load the page again.")
            raise StepRefused({"revision": [message]})
        contents = changed(now, wanted) if now.state in REVIEWING else {}
        save(now.id, user.id, **contents, states=REVIEWING)

    _take_over(submission, user, change)


def add_file(submission: Submission, user: model.User, sent: FileStorage) -> dict[str, Any]:
    """Add a file; it is examined as those of contributors are.

    Returns:
        Its entry in `Revision.files`.

    Raises:
        tk.ValidationError: at "upload", what is wrong with it.
    """
    added: list[dict[str, Any]] = []
    _take_over(
        submission,
        user,
        lambda now: added.append(files.add_file(now.id, sent, user.id, states=REVIEWING)),
    )
    return added[0]


def remove_file(submission: Submission, user: model.User, key: str) -> None:
    """Leave a file out; earlier revisions still name it.

    Raises:
        tk.ObjectNotFound: there is no such file.
    """
    _take_over(
        submission, user, lambda now: files.remove_file(now.id, key, user.id, states=REVIEWING)
    )


def _take_over(
    submission: Submission, user: model.User, change: Callable[[Submission], None]
) -> None:
    """Change a submission; a new revision is checked anew, and its author told."""
    now = locked(submission.id)
    before = now.revision
    change(now)
    if now.revision == before:
        return
    now.assigned_to = now.assigned_to or user.id
    model.Session.flush()
    put_job(CHECK_JOB, now.id)
    tell_author(now, "submission-edited", mail=False)
