"""Who may see a body, and who manages it."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_steward
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.membership import Membership


def find(reference: str) -> Body | None:
    """Return a body by id or name."""
    query = sa.select(Body).where(sa.or_(Body.id == reference, Body.name == reference))
    return model.Session.scalars(query).one_or_none() if reference else None


def role_of(user: model.User | None, body: Body) -> str | None:
    """Return "owner" or "member"; None for everybody else."""
    row = model.Session.get(Membership, (body.id, user.id)) if user else None
    return row.role if row else None


def is_public(body: Body) -> bool:
    """Say whether the body published something: before, nothing of it is public."""
    return body.organization_id is not None


def visible(body: Body | None, user: model.User | None) -> bool:
    """Say whether somebody may know of a body."""
    if body is None:
        return False
    if is_public(body) or role_of(user, body):
        return True
    return is_steward(user, body.municipality)


def visible_body(reference: object, user: model.User | None) -> Body:
    """Return a body that somebody may know of.

    Raises:
        tk.ObjectNotFound: there is none, or it is none of theirs: nobody can tell which.
    """
    body = find(reference) if isinstance(reference, str) else None
    if body is None or not visible(body, user):
        raise tk.ObjectNotFound(tk._("There is no such body."))
    return body
