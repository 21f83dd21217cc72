"""Who reads messages: whoever they were sent to."""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.acting import user_of


def kanazawa_contribute_message_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody who is logged in read their own inbox."""
    return {"success": user_of(context) is not None}


def kanazawa_contribute_message_read(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody who is logged in say that they read their own messages."""
    return {"success": user_of(context) is not None}
