"""Keep the value of the later edition, or apply the correction again."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.model.undone import Undone
from ckanext.kanazawa.contribute.publication.correct import change_cells
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.publish import FOLLOW
from ckanext.kanazawa.contribute.publication.take_down import APPLIED_AGAIN
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.review.reasons import reason_label
from ckanext.kanazawa.contribute.step import StepRefused, locked
from ckanext.kanazawa.schemas.shared import Edition, put_job


def keep(submission: Submission, user: model.User, edition_id: str) -> None:
    """Keep what the later edition says, in the open transaction; it is not asked about again.

    Raises:
        StepRefused: nothing waits any more, or in another edition.
    """
    row = _waiting(submission, edition_id)
    _write("keep-value", submission, user, row)
    row.kept, row.changes = [*row.kept, *row.changes], []
    row.decided_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()


def apply_again(submission: Submission, user: model.User, edition_id: str) -> None:
    """Make a new edition in which only these cells differ, in the open transaction.

    Raises:
        StepRefused: nothing waits any more, or the edition is not the one that is public.
        tk.ValidationError: the cells cannot be changed.
    """
    row = _waiting(submission, edition_id)
    shown = Edition.shown(row.resource_id)
    if shown is None or shown.id != edition_id:
        # It would publish what waits for somebody to look at it.
        message = tk._("The later file is not public. Publish it or take it back first.")
        raise StepRefused({"edition_id": [message]})
    try:
        change = change_cells(submission.dataset_id, row.resource_id, row.changes)
    except NotPublishable as problem:
        message = tk._("The correction cannot be applied again: {reason}.")
        text = message.format(reason=reason_label(problem.code))
        raise tk.ValidationError({"decision": [text]}) from problem
    _write(
        APPLIED_AGAIN,
        submission,
        user,
        row,
        before=change.before,
        after=change.after,
        details={"files": change.files},
        is_public=True,
    )
    row.changes = []
    row.decided_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()
    put_job(FOLLOW, submission.id)


def _waiting(submission: Submission, edition_id: str) -> Undone:
    """Return what waits for a decision, locked with its submission."""
    locked(submission.id)
    row = model.Session.get(Undone, submission.id, populate_existing=True, with_for_update=True)
    if submission.state != "published" or row is None or not row.changes:
        raise StepRefused(
            {"id": [tk._("Somebody decided already, or there is nothing to decide.")]}
        )
    if row.edition_id != edition_id:
        message = tk._("A newer file came in meanwhile. Look at what it says.")
        raise StepRefused({"edition_id": [message]})
    return row


def _write(what: str, submission: Submission, user: model.User, row: Undone, **more: Any) -> None:
    facts = {"edition": row.edition_id, "cells": len(row.changes), **more.pop("details", {})}
    write(
        what,
        subject=("submission", submission.id),
        user_id=user.id,
        dataset_id=submission.dataset_id,
        revision=submission.revision,
        details=facts,
        **more,
    )
