"""Pages of people: one blueprint, its pages in `pages/`."""

from __future__ import annotations

from flask import Blueprint

from ckanext.kanazawa.contribute.people.pages import account, confirm, register, review

kanazawa_contribute_people = Blueprint("kanazawa_contribute_people", __name__)

for _module in (register, confirm, account, review):
    for _page in _module.PAGES:
        kanazawa_contribute_people.add_url_rule(
            _page.rule, _page.view.__name__, _page.view, methods=list(_page.methods)
        )
