"""Deputies of a municipality, standing approvals of bodies, and texts for replies."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_steward, stewarded
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.model.reply_template import ReplyTemplate
from ckanext.kanazawa.contribute.model.standing import Standing
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write

# "After several good contributions".
GOOD_CONTRIBUTIONS = 3
PURPOSES = ("return", "reject", "approve", "ask")


def name_deputy(user: model.User, municipality: str, deputy: model.User) -> None:
    """Name a steward of another municipality, who decides where one's own may not."""
    _check_own(user, municipality)
    if not stewarded(deputy) or is_steward(deputy, municipality):
        raise tk.ValidationError({"user": [tk._("A deputy is a steward of another municipality.")]})
    model.Session.add(Deputy(municipality=municipality, user_id=deputy.id, named_by=user.id))
    _note("deputy-name", municipality, user, deputy.id)


def remove_deputy(user: model.User, municipality: str, deputy: model.User) -> None:
    """Take a deputy's place back."""
    _check_own(user, municipality)
    found = model.Session.get(Deputy, (municipality, deputy.id))
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such deputy."))
    model.Session.delete(found)
    _note("deputy-remove", municipality, user, deputy.id)


def give_standing(user: model.User, body: Body, reason: str) -> Standing:
    """Let a verified body correct its own datasets without a review."""
    if not is_steward(user, body.municipality):
        raise tk.ObjectNotFound(tk._("There is no such body."))
    published = sa.select(sa.func.count()).where(
        Submission.body_id == body.id, Submission.state == "published"
    )
    good = model.Session.scalar(published.select_from(Submission)) or 0
    if body.verified_at is None or body.state != "active" or good < GOOD_CONTRIBUTIONS:
        message = tk._("Only verified bodies with {count} published contributions can have it.")
        raise tk.ValidationError({"body": [message.format(count=GOOD_CONTRIBUTIONS)]})
    standing = Standing(body_id=body.id, given_by=user.id, reason=reason)
    model.Session.add(standing)
    model.Session.flush()
    write(
        "standing-give",
        subject=("body", body.id),
        user_id=user.id,
        text=reason,
        details={"standing": standing.id},
    )
    return standing


def revoke_standing(user: model.User, standing_id: str, reason: str) -> None:
    """Take a standing approval back; what it approved and is not public yet goes to review."""
    standing = model.Session.get(Standing, standing_id, with_for_update=True)
    body = model.Session.get(Body, standing.body_id) if standing else None
    if standing is None or body is None or not is_steward(user, body.municipality):
        raise tk.ObjectNotFound(tk._("There is no such standing approval."))
    if standing.revoked_at is None:
        standing.revoked_by = user.id
        standing.revoked_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
        model.Session.flush()
        write(
            "standing-revoke",
            subject=("body", body.id),
            user_id=user.id,
            text=reason,
            details={"standing": standing.id},
        )


def templates_for(municipality: str | None, purpose: str | None = None) -> list[dict[str, Any]]:
    """Return the texts for replies of a municipality, and those of all."""
    query = sa.select(ReplyTemplate).where(
        sa.or_(ReplyTemplate.municipality == municipality, ReplyTemplate.municipality.is_(None))
    )
    if purpose:
        query = query.where(ReplyTemplate.purpose == purpose)
    names = ("id", "municipality", "purpose", "title", "text")
    return [
        {name: getattr(one, name) for name in names}
        for one in model.Session.scalars(query.order_by(ReplyTemplate.purpose, ReplyTemplate.title))
    ]


def add_template(
    user: model.User, municipality: str, purpose: str, title: str, text: str
) -> ReplyTemplate:
    """Keep a text for replies."""
    _check_own(user, municipality)
    if purpose not in PURPOSES:
        raise tk.ValidationError({"purpose": [tk._("Choose one of the values offered.")]})
    if not title or not text:
        field = "text" if title else "title"
        raise tk.ValidationError({field: [tk._("Please write something.")]})
    added = ReplyTemplate(municipality=municipality, purpose=purpose, title=title, text=text)
    model.Session.add(added)
    model.Session.flush()
    return added


def remove_template(user: model.User, template_id: str) -> None:
    """Forget a text for replies."""
    found = model.Session.get(ReplyTemplate, template_id)
    if found is None or not is_steward(user, found.municipality):
        raise tk.ObjectNotFound(tk._("There is no such text."))
    model.Session.delete(found)
    model.Session.flush()


def _check_own(user: model.User, municipality: str) -> None:
    """Refuse where somebody does not decide for a municipality."""
    if not is_steward(user, municipality):
        raise tk.ObjectNotFound(tk._("Organization not found"))


def _note(what: str, municipality: str, user: model.User, deputy_id: str) -> None:
    from ckanext.kanazawa.contribute.record.write import actor_number

    details = {"deputy": actor_number(deputy_id)}
    write(what, subject=("body", municipality), user_id=user.id, details=details)
