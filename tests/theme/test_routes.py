"""Every page of the portal is tested for accessibility, or left out for a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.browser.sitemap import LEFT_OUT, STOPS

LEFT = [rule for rules in LEFT_OUT.values() for rule in rules]


def readable(app) -> Iterator[Rule]:
    """Yield the rules that answer a visitor's GET."""
    for rule in app.flask_app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule


def rules_of_stops(app) -> set[str]:
    """Return the rules that the pages of the browser tests come from."""
    found = set()
    for stop in STOPS:
        if stop.name == "not-found":
            continue
        path = stop.path.split("?")[0].replace("{", "").replace("}", "")
        rule, _values = app.flask_app.url_map.bind("localhost").match(path, return_rule=True)
        found.add(rule.rule)
    return found


@pytest.mark.usefixtures("with_plugins")
class TestRoutes:
    def test_every_page_is_tested_or_left_out(self, app):
        known = rules_of_stops(app) | set(LEFT)
        assert {rule.rule for rule in readable(app)} == known

    def test_nothing_is_both_or_named_twice(self, app):
        assert set(LEFT) & rules_of_stops(app) == set()
        assert len(LEFT) == len(set(LEFT))

    def test_what_leads_elsewhere_does(self, app):
        for path in ("/group/", "/group/new", "/group/edit/x", "/group/about/x", "/group/x"):
            answer = app.get(path, follow_redirects=False)
            assert (path, answer.status_code) == (path, 302)
            assert answer.headers["Location"].endswith("/dataset/")
        answer = app.get("/en/user/nobody/groups", follow_redirects=False)
        assert answer.headers["Location"].endswith("/en/user/nobody")

    @pytest.mark.parametrize("page", ["primer", "custom_form_fields", "dashboard"])
    def test_pages_of_the_makers_of_ckan_are_hidden(self, app, page: str):
        app.get(f"/testing/{page}", status=404)

    def test_icon_is_found_where_programs_look_for_it(self, app):
        answer = app.get("/favicon.ico")
        assert answer.status_code == 200
        assert "<svg" in answer.body
