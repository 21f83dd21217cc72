"""Take a step: one row locked, one line in the record, all or nothing."""

from __future__ import annotations

from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.states import STEPS, Role, State


class StepRefused(tk.ValidationError):
    """The step is not possible now: another state, another revision, somebody was faster."""


def locked(submission_id: str) -> Submission:
    """Return a submission as it is now, locked until the end of the transaction.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    submission = model.Session.get(
        Submission, submission_id, populate_existing=True, with_for_update=True
    )
    if submission is None:
        raise tk.ObjectNotFound("Submission")
    return submission


def take_step(
    submission_id: str,
    name: str,
    role: Role,
    user_id: str | None,
    *,
    revision: int | None = None,
    reason: str | None = None,
    text: str = "",
    before: str | None = None,
    after: str | None = None,
    details: dict[str, Any] | None = None,
) -> Submission:
    """Take a step in the open transaction, which the caller commits.

    Args:
        submission_id: of the submission.
        name: a key of `STEPS`.
        role: in which the person acts; that they hold it is checked by the caller.
        user_id: who; None for the portal itself.
        revision: the revision the person saw; refused where there is a newer one. None where
            the step is about no revision.
        reason, text, before, after, details: for the record (`record.write`).

    Raises:
        StepRefused: the submission is in another state, or was changed meanwhile.
        tk.ObjectNotFound: there is no such submission.
    """
    submission, step = locked(submission_id), STEPS[name]
    state = cast(State, submission.state)
    if state not in step.before or role not in step.roles:
        raise StepRefused({"state": [_other_state(state)]})
    if revision is not None and revision != submission.revision:
        raise StepRefused({"revision": [_other_revision(submission.revision)]})
    submission.state = step.after
    submission.changed = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()
    write(
        name,
        subject=("submission", submission.id),
        user_id=user_id,
        dataset_id=submission.dataset_id,
        revision=submission.revision,
        reason=reason,
        text=text,
        before=before,
        after=after,
        details={"from": state, "to": step.after, **(details or {})},
        is_public=step.after in ("published", "taken_down"),
    )
    return submission


def _other_state(state: State) -> str:
    from ckanext.kanazawa.contribute.labels import state_label

    return tk._(
        "This step is not possible any more: the submission is now “{state}”. Load the page again."
    ).format(state=state_label(state))


def _other_revision(number: int) -> str:
    return tk._(
        "The submission was changed meanwhile (revision {number}). Load the page again and look "
        "at what changed."
    ).format(number=number)
