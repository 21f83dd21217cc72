"""Page: `/inbox`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, request

from ckanext.kanazawa.contribute.messages.inbox import PER_PAGE

kanazawa_inbox = Blueprint("kanazawa_inbox", __name__)


@kanazawa_inbox.route("/inbox", endpoint="index")
def index() -> Any:
    """Show the reader's messages."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.h.url_for("kanazawa_inbox.index"))
    try:
        found = tk.get_action("kanazawa_contribute_message_list")(
            {"user": tk.current_user.name},
            {"page": request.args.get("page", "1"), "language": tk.h.kanazawa_language()},
        )
    except tk.ValidationError:
        return tk.redirect_to("kanazawa_inbox.index")
    last = max(1, -(-found["count"] // PER_PAGE))
    number = min(int(request.args.get("page", "1")), last)
    values = {"inbox": found, "number": number, "last": last}
    return tk.render("kanazawa_contribute/inbox.html", values)


@kanazawa_inbox.route("/inbox/read", methods=["POST"], endpoint="read")
def read() -> Any:
    """Mark all messages of the reader as read; each request's token is checked."""
    try:
        tk.get_action("kanazawa_contribute_message_read")({"user": tk.current_user.name}, {})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Log in to read your messages."))
    tk.h.flash_success(tk._("All messages are marked as read."))
    return tk.redirect_to("kanazawa_inbox.index")
