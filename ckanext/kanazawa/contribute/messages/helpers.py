"""Template helpers of the room."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from markupsafe import Markup

from ckanext.kanazawa.contribute.messages import inbox
from ckanext.kanazawa.contribute.messages.written import as_html


def kanazawa_contribute_unread() -> int:
    """Return how many messages the reader has not read."""
    user = tk.current_user
    return inbox.count(user.id, unread=True) if user.is_authenticated else 0


def kanazawa_contribute_message_html(text: str, url: str | None, subject: str) -> Markup:
    """Return a message's text as HTML; its link says in words where it leads."""
    name = Markup('{}<span class="visually-hidden">: {}</span>')
    return as_html(text, url, name.format(tk._("Open the page"), subject))
