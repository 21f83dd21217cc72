"""Which submissions somebody reviews; for everybody else there is none."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.types import AuthResult, Context

from ckanext.kanazawa.contribute.acting import answer, bodies_of, is_steward, stewarded, user_of
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission


def steward_of(context: Context) -> model.User:
    """Return the steward who calls.

    Raises:
        tk.NotAuthorized: it is nobody who decides for a municipality.
    """
    user = user_of(context)
    if user is None or not stewarded(user):
        raise tk.NotAuthorized(tk._("Only staff of a municipality review submissions."))
    return user


def stewards_only(context: Context) -> AuthResult:
    """Let whoever decides for a municipality in: the answer of auth functions."""
    return answer(steward_of, context)


def find(reference: Any, user: model.User) -> Submission:
    """Return a submission somebody may review, read anew.

    Raises:
        tk.ObjectNotFound: there is none, it was never submitted, or is for others to review.
    """
    found = (
        model.Session.get(Submission, reference, populate_existing=True)
        if isinstance(reference, str)
        else None
    )
    if found is None or found.submitted_at is None or not is_steward(user, found.municipality):
        raise tk.ObjectNotFound(tk._("Submission not found"))
    return found


def is_own(submission: Submission, user: model.User) -> bool:
    """Say whether somebody counts as an author: whoever edited, and who belongs to the body."""
    query = sa.select(Revision.author_id).where(Revision.submission_id == submission.id)
    authors = {submission.author_id, *model.Session.scalars(query)}
    return user.id in authors or (
        submission.body_id is not None and submission.body_id in bodies_of(user.id)
    )
