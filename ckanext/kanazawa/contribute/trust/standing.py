"""Standing approvals: a trusted body corrects its own datasets without a review.

Given after several good contributions, by staff who do not belong to the body; named in the
record of every correction; asked again at publication; taken back at any time.
"""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import bodies_of, is_staff, staffed
from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.bodies.members import locked_body, owners
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.standing import Standing
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.approval import PREFIX, standing_for
from ckanext.kanazawa.contribute.publication.publish import KIND
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.schemas.shared import put_job

# "After several good contributions".
GOOD_CONTRIBUTIONS = 3


def give(user: model.User, body_id: str, reason: str) -> Standing:
    """Give a body a standing approval, in the open transaction.

    Raises:
        tk.ValidationError: the body is not trusted enough, has one, or is the steward's own.
        tk.ObjectNotFound: the body is for others to look after.
    """
    body = model.Session.get(Body, body_id)
    if body is None or not is_staff(user, body.municipality):
        raise tk.ObjectNotFound(tk._("There is no such body."))
    body = locked_body(body_id)
    _check_trusted(user, body)
    standing = Standing(body_id=body.id, given_by=user.id, reason=reason)
    model.Session.add(standing)
    model.Session.flush()
    _note("standing-give", standing, body, user, reason)
    return standing


def revoke(user: model.User, standing_id: str, reason: str) -> None:
    """Take a standing approval back; what it approved and is not public yet goes to review.

    Raises:
        tk.ObjectNotFound: there is none, or it is for others to look after.
    """
    standing = model.Session.get(
        Standing, standing_id, populate_existing=True, with_for_update=True
    )
    body = model.Session.get(Body, standing.body_id) if standing else None
    if standing is None or body is None or not is_staff(user, body.municipality):
        raise tk.ObjectNotFound(tk._("There is no such standing approval."))
    if standing.revoked_at is not None:
        return
    standing.revoked_by = user.id
    standing.revoked_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()
    _note("standing-revoke", standing, body, user, reason)


def approve(submission: Submission, user_id: str) -> bool:
    """Approve what was just submitted, where a standing approval covers it.

    Args:
        submission: locked, in the state "submitted" for the first time.
        user_id: who submitted it.

    Returns:
        Whether one did; else it waits for a review.
    """
    standing = standing_for(submission, user_id)
    if standing is None:
        return False
    take_step(
        submission.id,
        "approve-standing",
        "standing",
        user_id,
        details={"standing": standing.id},
    )
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    submission.approved_by = f"{PREFIX}{standing.id}"
    submission.approved_revision = submission.revision
    submission.approved_base = revision.base if revision else None
    model.Session.flush()
    put_job(KIND, submission.id)
    return True


def listed(user: model.User) -> dict[str, Any]:
    """Return the standing approvals somebody looks after, and the bodies that could have one."""
    mine = Body.municipality.in_(staffed(user))
    given = (
        sa.select(Standing, Body.name, Body.title)
        .join(Body, Body.id == Standing.body_id)
        .where(mine, Standing.revoked_at.is_(None))
        .order_by(Standing.given_at.desc())
    )
    trusted = (
        sa.select(Body.id, Body.name, Body.title, _published(Body.id).label("published"))
        .where(mine, Body.state == "active", Body.verified_at.is_not(None))
        .where(_published(Body.id) >= GOOD_CONTRIBUTIONS, ~_has_one(Body.id))
        .order_by(Body.title)
    )
    return {
        "standing": [
            {
                **{name: getattr(one, name) for name in ("id", "body_id", "reason")},
                "given_at": one.given_at.isoformat(timespec="seconds"),
                "body": {"name": name, "title": title},
            }
            for one, name, title in model.Session.execute(given)
        ],
        "trusted": [
            {"id": id, "name": name, "title": title, "published": number}
            for id, name, title, number in model.Session.execute(trusted)
        ],
    }


def _check_trusted(user: model.User, body: Body) -> None:
    good = model.Session.scalar(sa.select(_published(body.id))) or 0
    message = ""
    if config.two_persons():
        message = tk._("Approvals need two stewards here, so none is given beforehand.")
    elif body.id in bodies_of(user.id):
        message = tk._("You belong to this body, so somebody else has to decide.")
    elif body.verified_at is None or body.state != "active" or good < GOOD_CONTRIBUTIONS:
        message = tk._("Only verified bodies with {count} published contributions can have it.")
    elif model.Session.scalar(sa.select(_has_one(body.id))):
        message = tk._("It has a standing approval already.")
    if message:
        raise tk.ValidationError({"body": [message.format(count=GOOD_CONTRIBUTIONS)]})


def _published(body_id: Any) -> sa.ScalarSelect[int]:
    query = sa.select(sa.func.count()).select_from(Submission)
    return query.where(
        Submission.body_id == body_id, Submission.state == "published"
    ).scalar_subquery()


def _has_one(body_id: Any) -> sa.Exists:
    return sa.exists().where(Standing.body_id == body_id, Standing.revoked_at.is_(None))


def _note(what: str, standing: Standing, body: Body, user: model.User, reason: str) -> None:
    """Write it down, and tell the owners of the body."""
    details = {"standing": standing.id}
    write(what, subject=("body", body.id), user_id=user.id, text=reason, details=details)
    url = page(f"/contribute/bodies/{body.name}")
    template = {"standing-give": "standing-given", "standing-revoke": "standing-revoked"}[what]
    for owner in owners(body.id):
        tell(template, user_id=owner, body=body.title, reason=reason, url=url)
