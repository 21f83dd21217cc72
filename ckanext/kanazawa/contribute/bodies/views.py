"""Pages of bodies: one blueprint, its pages in `pages/`."""

from __future__ import annotations

from flask import Blueprint

from ckanext.kanazawa.contribute.bodies.pages import body, manage

kanazawa_contribute_bodies = Blueprint("kanazawa_contribute_bodies", __name__)

for _page in (*body.PAGES, *manage.PAGES):
    kanazawa_contribute_bodies.add_url_rule(
        _page.rule, _page.view.__name__, _page.view, methods=list(_page.methods)
    )
