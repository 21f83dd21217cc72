"""Who may see and change a submission; for everybody else there is none."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.types import Context

from ckanext.kanazawa.contribute.acting import bodies_of, body_of_call, is_steward, user_of
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission


def is_author(submission: Submission, user: model.User | None) -> bool:
    """Say whether somebody may change a submission: its author, or a member of its body."""
    if user is None:
        return False
    if body_of_call():  # a body's token opens what is the body's, nothing of the person
        return submission.body_id == body_of_call()
    if submission.author_id is not None and submission.author_id == user.id:
        return True
    return submission.body_id is not None and submission.body_id in bodies_of(user.id)


def is_reviewer(submission: Submission, user: model.User | None) -> bool:
    """Say whether somebody may review: it was submitted, to a municipality of theirs."""
    if body_of_call() or submission.submitted_at is None:
        return False
    return is_steward(user, submission.municipality)


def visible(submission: Submission, user: model.User | None) -> bool:
    """Say whether somebody may know that a submission exists."""
    return is_author(submission, user) or is_reviewer(submission, user)


def find(reference: object, user: model.User | None, *, to_change: bool = False) -> Submission:
    """Return a submission somebody may see, or change.

    Raises:
        tk.ObjectNotFound: there is none, or none for this person: nobody can tell which.
    """
    found = model.Session.get(Submission, reference) if isinstance(reference, str) else None
    allowed = found is not None and (is_author(found, user) if to_change else visible(found, user))
    if found is None or not allowed:
        raise tk.ObjectNotFound(tk._("Submission not found"))
    return found


def find_for(context: Context, reference: object, *, to_change: bool = False) -> Submission:
    """Return a submission for who calls an action (see `find`)."""
    return find(reference, user_of(context), to_change=to_change)


def mine(user_id: str) -> sa.ColumnElement[bool]:
    """Return the condition of the submissions of somebody and of their bodies."""
    bodies = bodies_of(user_id)
    if body_of_call():
        return Submission.body_id.in_(bodies)
    own = Submission.author_id == user_id
    return sa.or_(own, Submission.body_id.in_(bodies)) if bodies else own


def check_body(body_id: str | None, user_id: str) -> None:
    """Refuse to act for a body somebody does not belong to.

    Raises:
        tk.ValidationError: at "body_id"; the same for a body that is not there.
    """
    # A call with a body's token is the body's: it names the body, and makes nothing personal.
    if not body_id and not body_of_call():
        return
    body = model.Session.get(Body, body_id) if isinstance(body_id, str) else None
    if body is None or body.state != "active" or body.id not in bodies_of(user_id):
        raise tk.ValidationError({"body_id": [tk._("You do not belong to this body.")]})
