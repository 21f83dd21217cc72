"""Members of bodies: invited by a link, made owners, removed; a body always has an owner."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.body_token import BodyToken
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.people.links import now
from ckanext.kanazawa.contribute.record.write import write

ROLES = ("owner", "member")


def locked_body(body_id: str) -> Body:
    """Return a body as it is now, locked until the end of the transaction.

    Every change of its members locks it, so that two owners cannot leave at the same time.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    body = model.Session.get(Body, body_id, populate_existing=True, with_for_update=True)
    if body is None:
        raise tk.ObjectNotFound(tk._("There is no such body."))
    return body


def owners(body_id: str) -> list[str]:
    """Return the users who own a body."""
    query = sa.select(Membership.user_id).where(
        Membership.body_id == body_id, Membership.role == "owner"
    )
    return list(model.Session.scalars(query))


def add(body_id: str, user_id: str, role: str, *, invited_by: str | None) -> None:
    """Make somebody a member, in the open transaction; an invited member may be made an owner."""
    membership = model.Session.get(Membership, (body_id, user_id))
    if membership is None:
        model.Session.add(Membership(body_id=body_id, user_id=user_id, role=role))
    elif role == "owner":
        membership.role = role
    model.Session.flush()
    details = {"role": role, "invited": invited_by is not None}
    write("join", subject=("body", body_id), user_id=user_id, details=details)


def set_role(body_id: str, user_id: str, role: str, caller_id: str) -> None:
    """Make a member an owner or the other way round, in the open transaction.

    Raises:
        tk.ValidationError: the body would have no owner.
        tk.ObjectNotFound: no such member.
    """
    locked_body(body_id)
    membership = _membership(body_id, user_id)
    if membership.role == role:
        return
    if role != "owner":
        _check_not_last(body_id, user_id)
    membership.role = role
    model.Session.flush()
    write("set-role", subject=("body", body_id), user_id=caller_id, details={"role": role})


def remove(body_id: str, user_id: str, caller_id: str) -> None:
    """Take somebody out of a body, with the tokens they made, in the open transaction.

    Raises:
        tk.ValidationError: the body would have no owner.
        tk.ObjectNotFound: no such member.
    """
    locked_body(body_id)
    membership = _membership(body_id, user_id)
    if membership.role == "owner":
        _check_not_last(body_id, user_id)
    _take_out(membership)
    what = "leave-body" if user_id == caller_id else "remove-member"
    write(what, subject=("body", body_id), user_id=caller_id)


def leave_all(user_id: str) -> None:
    """Take somebody out of every body, in the open transaction.

    Raises:
        tk.ValidationError: names the bodies that have to be handed over, or closed, first.
    """
    query = sa.select(Membership).where(Membership.user_id == user_id)
    memberships = model.Session.scalars(query.order_by(Membership.body_id)).all()
    bodies = {one.body_id: locked_body(one.body_id) for one in memberships}
    last = [
        bodies[one.body_id].title
        for one in memberships
        if bodies[one.body_id].state != "closed" and owners(one.body_id) == [user_id]
    ]
    if last:
        text = tk._("Hand over or close first: {bodies}.").format(bodies=", ".join(last))
        raise tk.ValidationError({"bodies": [text]})
    for membership in memberships:
        _take_out(membership)
        write("leave-body", subject=("body", membership.body_id), user_id=user_id)


def _membership(body_id: str, user_id: str) -> Membership:
    membership = model.Session.get(Membership, (body_id, user_id), populate_existing=True)
    if membership is None:
        raise tk.ObjectNotFound(tk._("There is no such member."))
    return membership


def _check_not_last(body_id: str, user_id: str) -> None:
    if owners(body_id) == [user_id]:
        text = tk._("A body needs an owner: make somebody else an owner first.")
        raise tk.ValidationError({"role": [text]})


def _take_out(membership: Membership) -> None:
    tokens = (
        sa.update(BodyToken)
        .where(BodyToken.body_id == membership.body_id)
        .where(BodyToken.created_by == membership.user_id, BodyToken.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    model.Session.execute(tokens)
    model.Session.delete(membership)
    model.Session.flush()
