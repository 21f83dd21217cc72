"""Actions: what stewards settle beforehand for their own municipality."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.acting import staffed
from ckanext.kanazawa.contribute.review.access import steward_of
from ckanext.kanazawa.contribute.transaction import committed
from ckanext.kanazawa.contribute.trust import deputies, replies, standing
from ckanext.kanazawa.contribute.words import Words

LONGEST_REASON = 2_000


@tk.side_effect_free
def kanazawa_contribute_standing_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the standing approvals the caller looks after, and bodies that could have one.

    Returns:
        {"standing": [{"id", "body_id", "body", "given_at", "reason"}], "trusted": [{"id",
        "name", "title", "published": how many contributions}]}.

    Try: `ckanapi action kanazawa_contribute_standing_list`
    """
    tk.check_access("kanazawa_contribute_standing_list", context, data_dict)
    return standing.listed(steward_of(context))


def kanazawa_contribute_standing_give(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Let a trusted body correct its own datasets without a review.

    Args:
        context: staff of the body's municipality who do not belong to the body.
        data_dict: `body` (id), `reason`.

    Raises:
        tk.ValidationError: the body is not verified, or published too little.

    Try: `ckanapi action kanazawa_contribute_standing_give body=… reason=…`
    """
    tk.check_access("kanazawa_contribute_standing_give", context, data_dict)
    words, user = Words(data_dict), steward_of(context)
    reason = words.text("reason", LONGEST_REASON, needed=True)
    words.check()
    with committed():
        made = standing.give(user, words.raw("body"), reason)
    return {"id": made.id, "body_id": made.body_id}


def kanazawa_contribute_standing_revoke(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take a standing approval back; what it approved and is not public goes to review.

    Args:
        context: staff of the body's municipality.
        data_dict: `id`, `reason`.

    Try: `ckanapi action kanazawa_contribute_standing_revoke id=… reason=…`
    """
    tk.check_access("kanazawa_contribute_standing_revoke", context, data_dict)
    words, user = Words(data_dict), steward_of(context)
    reason = words.text("reason", LONGEST_REASON, needed=True)
    words.check()
    with committed():
        standing.revoke(user, words.raw("id"), reason)
    return {"revoked": True}


@tk.side_effect_free
def kanazawa_contribute_deputy_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the deputies of the caller's municipalities.

    Returns:
        {"deputies": [{"municipality", "user", "display_name", "named_at"}]}.

    Try: `ckanapi action kanazawa_contribute_deputy_list`
    """
    tk.check_access("kanazawa_contribute_deputy_list", context, data_dict)
    return {"deputies": deputies.listed(steward_of(context))}


def kanazawa_contribute_deputy_name(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Name a steward of another municipality as deputy, who decides where one's own may not.

    Args:
        context: staff of the municipality.
        data_dict: `municipality` (id of its organisation), `user` (name of an account).

    Try: `ckanapi action kanazawa_contribute_deputy_name municipality=… user=…`
    """
    tk.check_access("kanazawa_contribute_deputy_name", context, data_dict)
    words, user = Words(data_dict), steward_of(context)
    with committed():
        deputies.name(user, words.raw("municipality"), words.raw("user").strip())
    return {"deputies": deputies.listed(user)}


def kanazawa_contribute_deputy_remove(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take a deputy's place back.

    Args:
        context: staff of the municipality.
        data_dict: `municipality`, `user`.

    Try: `ckanapi action kanazawa_contribute_deputy_remove municipality=… user=…`
    """
    tk.check_access("kanazawa_contribute_deputy_remove", context, data_dict)
    words, user = Words(data_dict), steward_of(context)
    with committed():
        deputies.remove(user, words.raw("municipality"), words.raw("user"))
    return {"deputies": deputies.listed(user)}


@tk.side_effect_free
def kanazawa_contribute_reply_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the texts for replies of the caller's municipalities.

    Args:
        context: a steward.
        data_dict: `purpose` ("return", "reject", "approve" or "ask"; all without it).

    Returns:
        {"replies": [{"id", "municipality", "purpose", "title", "text"}]}.

    Try: `ckanapi action kanazawa_contribute_reply_list purpose=return`
    """
    tk.check_access("kanazawa_contribute_reply_list", context, data_dict)
    purpose = Words(data_dict).raw("purpose") or None
    return {"replies": replies.listed(staffed(steward_of(context)), purpose)}


def kanazawa_contribute_reply_add(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep a text for replies.

    Args:
        context: staff of the municipality.
        data_dict: `municipality`, `purpose` ("return", "reject", "approve" or "ask"), `title`,
            `text`.

    Try: `ckanapi action kanazawa_contribute_reply_add municipality=… purpose=return …`
    """
    tk.check_access("kanazawa_contribute_reply_add", context, data_dict)
    user = steward_of(context)
    with committed():
        added = replies.add(user, Words(data_dict))
    return {"id": added.id}


def kanazawa_contribute_reply_remove(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Forget a text for replies.

    Args:
        context: staff of the municipality.
        data_dict: `id`.

    Try: `ckanapi action kanazawa_contribute_reply_remove id=…`
    """
    tk.check_access("kanazawa_contribute_reply_remove", context, data_dict)
    user = steward_of(context)
    with committed():
        replies.remove(user, Words(data_dict).raw("id"))
    return {"removed": True}
