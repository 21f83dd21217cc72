"""The feed of an organisation's tables with errors."""

from __future__ import annotations

from datetime import datetime

import ckan.plugins.toolkit as tk
from ckan.types import Context
from flask import Blueprint, Response

from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.tables.news.feed import atom
from ckanext.kanazawa.schemas.tables.news.found import News

kanazawa_tables_news = Blueprint("kanazawa_tables_news", __name__)


@kanazawa_tables_news.route("/feeds/findings/<name>.atom", endpoint="feed")
def feed(name: str) -> Response:
    """Send the feed; editors, known by their session or API token, see more."""
    # What is in it depends on who reads it.
    keep_nowhere()
    context = Context(user=tk.current_user.name)
    try:
        listed = tk.get_action("kanazawa_schemas_news_list")(context, {"organization": name})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Organization not found"))
    found = [News(**{**one, "examined": datetime.fromisoformat(one["examined"])}) for one in listed]
    title = tk._("{organization}: tables with errors").format(
        organization=tk.h.kanazawa_schemas_organization_title(name)
    )
    page = tk.url_for("organization.read", id=name, _external=True)
    own = tk.url_for("kanazawa_tables_news.feed", name=name, _external=True)
    return Response(atom(found, title, page, own), content_type="application/atom+xml")
