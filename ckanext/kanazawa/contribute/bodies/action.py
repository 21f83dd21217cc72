"""Actions: bodies, their members, tokens and verification."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.contribute.bodies import body as bodies
from ckanext.kanazawa.contribute.bodies import invitations, listing, members, tokens
from ckanext.kanazawa.contribute.bodies.access import visible_body
from ckanext.kanazawa.contribute.limits.rate import slow_down
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.transaction import committed
from ckanext.kanazawa.contribute.words import Words

BODIES_PER_HOUR = 10


def kanazawa_contribute_body_create(context: Context, data: DataDict) -> dict[str, Any]:
    """Make a body; whoever makes it is its first owner.

    Args:
        name: in addresses; it cannot be changed.
        title, title_en, description, website: shown on its page.
        kind: "citizens-group", "company", "university" or "public-body".
        corporate_number: 法人番号, 13 digits. ror: of a research body.
        municipality: id of the organisation whose stewards look after it.

    ckanapi action kanazawa_contribute_body_create name=… title=… kind=company municipality=…
    """
    tk.check_access("kanazawa_contribute_body_create", context, data)
    user = _caller(context)
    with committed():
        made = bodies.create(data, user)
        slow_down("body", user.id, BODIES_PER_HOUR)
    return listing.describe(made, user)


@tk.side_effect_free
def kanazawa_contribute_body_show(context: Context, data: DataDict) -> dict[str, Any]:
    """Show a body; before its first publication to its members and stewards only.

    Args:
        id: or name of the body.

    ckanapi action kanazawa_contribute_body_show id=…
    """
    tk.check_access("kanazawa_contribute_body_show", context, data)
    user = user_of(context)
    return listing.describe(visible_body(data.get("id"), user), user)


@tk.side_effect_free
def kanazawa_contribute_body_list(context: Context, data: DataDict) -> dict[str, Any]:
    """List the own bodies, and for stewards those they look after.

    Returns:
        {"own": [...], "steward": [...]}.

    ckanapi action kanazawa_contribute_body_list
    """
    tk.check_access("kanazawa_contribute_body_list", context, data)
    user = _caller(context)
    return {"own": listing.of_user(user.id), "steward": listing.of_steward(user)}


def kanazawa_contribute_body_update(context: Context, data: DataDict) -> dict[str, Any]:
    """Change what a body says of itself; a verification becomes void where that was verified.

    Args:
        id: of the body; all other fields as at creation, but for the name.

    ckanapi action kanazawa_contribute_body_update id=… title=… kind=… municipality=…
    """
    tk.check_access("kanazawa_contribute_body_update", context, data)
    user = _caller(context)
    with committed():
        changed = bodies.change(_body(context, data).id, data, user)
    return listing.describe(changed, user)


def kanazawa_contribute_body_close(context: Context, data: DataDict) -> dict[str, Any]:
    """Close a body for good; what it published stays.

    Args:
        id: of the body.

    ckanapi action kanazawa_contribute_body_close id=…
    """
    tk.check_access("kanazawa_contribute_body_close", context, data)
    with committed():
        bodies.close(_body(context, data).id, _caller(context))
    return {"state": "closed"}


def kanazawa_contribute_body_suspend(context: Context, data: DataDict) -> dict[str, Any]:
    """Keep a body from submitting.

    Args:
        id: of the body.
        reason: kept with the record.

    ckanapi action kanazawa_contribute_body_suspend id=… reason=…
    """
    tk.check_access("kanazawa_contribute_body_suspend", context, data)
    words = Words(data)
    reason = words.text("reason", 2000, needed=True)
    words.check()
    with committed():
        bodies.suspend(_body(context, data).id, _caller(context), reason)
    return {"state": "suspended"}


def kanazawa_contribute_body_restore(context: Context, data: DataDict) -> dict[str, Any]:
    """Let a suspended body submit again.

    Args:
        id: of the body.

    ckanapi action kanazawa_contribute_body_restore id=…
    """
    tk.check_access("kanazawa_contribute_body_restore", context, data)
    with committed():
        bodies.restore(_body(context, data).id, _caller(context))
    return {"state": "active"}


def kanazawa_contribute_body_verify(context: Context, data: DataDict) -> dict[str, Any]:
    """Note how a steward verified who a body is, and what was seen; never a copy of a paper.

    Args:
        id: of the body.
        how: "corporate-number", "mail-domain", "document" or "met".
        seen: in words.

    ckanapi action kanazawa_contribute_body_verify id=… how=met seen=…
    """
    tk.check_access("kanazawa_contribute_body_verify", context, data)
    with committed():
        bodies.verify(_body(context, data).id, data, _caller(context))
    return {"verified": True}


def kanazawa_contribute_body_invite(context: Context, data: DataDict) -> dict[str, Any]:
    """Invite somebody into a body.

    Args:
        id: of the body.
        role: "owner" or "member".
        address: mail address; without one the link is in the answer, to be handed over.
        locale: language of the mail.

    Returns:
        {"link"}: None where it was sent by mail.

    ckanapi action kanazawa_contribute_body_invite id=… role=member address=…
    """
    tk.check_access("kanazawa_contribute_body_invite", context, data)
    with committed():
        link = invitations.invite(_body(context, data).id, Words(data), _caller(context))
    return {"link": link}


def kanazawa_contribute_body_join(context: Context, data: DataDict) -> dict[str, Any]:
    """Redeem an invitation.

    Args:
        token: of the link.

    ckanapi action kanazawa_contribute_body_join token=…
    """
    tk.check_access("kanazawa_contribute_body_join", context, data)
    user = _caller(context)
    with committed():
        joined = invitations.join(Words(data).raw("token"), user)
    return listing.describe(joined, user)


def kanazawa_contribute_body_member_update(context: Context, data: DataDict) -> dict[str, Any]:
    """Make a member an owner, or an owner a member.

    Args:
        id: of the body.
        user_id: of the member.
        role: "owner" or "member"; the last owner stays one.

    ckanapi action kanazawa_contribute_body_member_update id=… user_id=… role=owner
    """
    tk.check_access("kanazawa_contribute_body_member_update", context, data)
    words, user = Words(data), _caller(context)
    role = words.choice("role", members.ROLES)
    words.check()
    with committed():
        members.set_role(_body(context, data).id, words.raw("user_id"), role, user.id)
    return {"role": role}


def kanazawa_contribute_body_member_remove(context: Context, data: DataDict) -> dict[str, Any]:
    """Take a member out, or leave; tokens the person made for the body end.

    Args:
        id: of the body.
        user_id: of the member; the last owner cannot go.

    ckanapi action kanazawa_contribute_body_member_remove id=… user_id=…
    """
    tk.check_access("kanazawa_contribute_body_member_remove", context, data)
    with committed():
        user_id = Words(data).raw("user_id")
        members.remove(_body(context, data).id, user_id, _caller(context).id)
    return {"removed": True}


def kanazawa_contribute_body_token_create(context: Context, data: DataDict) -> dict[str, Any]:
    """Make a token for programs of a body; it is shown only in this answer.

    Args:
        id: of the body.
        name: to tell it from others.
        scopes: list of "submit" and "read".
        days: for how many days it opens something.

    Returns:
        {"id", "token", "expires_at"}.

    ckanapi action kanazawa_contribute_body_token_create id=… name=… scopes:'["submit"]' days=90
    """
    tk.check_access("kanazawa_contribute_body_token_create", context, data)
    with committed():
        made, text = tokens.create(_body(context, data).id, data, _caller(context))
    return {"id": made.id, "token": text, "expires_at": made.expires_at.isoformat()}


def kanazawa_contribute_body_token_revoke(context: Context, data: DataDict) -> dict[str, Any]:
    """Take a token back.

    Args:
        id: of the body.
        token_id: of the token.

    ckanapi action kanazawa_contribute_body_token_revoke id=… token_id=…
    """
    tk.check_access("kanazawa_contribute_body_token_revoke", context, data)
    with committed():
        token_id = Words(data).raw("token_id")
        tokens.revoke(_body(context, data).id, token_id, _caller(context))
    return {"revoked": True}


def _body(context: Context, data: DataDict) -> Body:
    return visible_body(data.get("id"), user_of(context))


def _caller(context: Context) -> model.User:
    user = user_of(context)
    if user is None:
        raise tk.NotAuthorized(tk._("Log in first."))
    return user
