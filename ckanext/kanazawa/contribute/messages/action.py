"""Actions: somebody's own inbox."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.contribute.messages import inbox
from ckanext.kanazawa.contribute.messages.written import body, subject
from ckanext.kanazawa.contribute.model.message import Message


@tk.side_effect_free
def kanazawa_contribute_message_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a page of the caller's messages, newest first.

    Args:
        context: whoever is logged in.
        data_dict: `page` (from 1), `language` ("ja" or "en"; that of each message without it).

    Returns:
        {"count", "unread", "messages": [{"id", "created", "read", "subject", "body", "url",
        "submission_id"}, ...]}.

    Raises:
        tk.NotAuthorized: nobody is logged in.
        tk.ValidationError: `page` is no number from 1 on.

    Try: `ckanapi action kanazawa_contribute_message_list page=1`
    """
    tk.check_access("kanazawa_contribute_message_list", context, data_dict)
    user = user_of(context)
    assert user is not None
    language = data_dict.get("language")
    messages = inbox.listed(user.id, _page(data_dict.get("page", 1)))
    return {
        "count": inbox.count(user.id),
        "unread": inbox.count(user.id, unread=True),
        "messages": [_described(message, language or message.locale) for message in messages],
    }


def kanazawa_contribute_message_read(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Mark messages of the caller as read.

    Args:
        context: whoever is logged in.
        data_dict: `ids` (list; all of them without it).

    Returns:
        {"marked": how many had not been read}.

    Raises:
        tk.NotAuthorized: nobody is logged in.
        tk.ValidationError: `ids` is no list of texts.

    Try: `ckanapi action kanazawa_contribute_message_read`
    """
    tk.check_access("kanazawa_contribute_message_read", context, data_dict)
    user, ids = user_of(context), data_dict.get("ids")
    assert user is not None
    if ids is not None and not (isinstance(ids, list) and all(isinstance(one, str) for one in ids)):
        raise tk.ValidationError({"ids": [tk._("A list of message ids is expected.")]})
    marked = inbox.mark_read(user.id, ids)
    model.Session.commit()
    return {"marked": marked}


def _page(typed: Any) -> int:
    text = str(typed)
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise tk.ValidationError({"page": [tk._("A page number from 1 on is expected.")]})
    return int(text)


def _described(message: Message, language: str) -> dict[str, Any]:
    return {
        "id": message.id,
        "created": message.created.isoformat(),
        "read": message.read_at is not None,
        "subject": subject(message.template, message.params, language),
        "body": body(message.template, message.params, language),
        "url": message.params.get("url"),
        "submission_id": message.submission_id,
    }
