"""A forged request of somebody who is logged in changes nothing, whoever called the page before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests.factories import Sysadmin
from ckan.tests.helpers import call_action
from flask import Flask
from werkzeug.routing import Rule

from ckanext.kanazawa.forgery import OPEN_VIEWS

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db")
PASSWORD = "very-secret-1"


@pytest.fixture
def client(app):
    """Return a client with the session of an administrator."""
    client = app.flask_app.test_client()
    page = BeautifulSoup(client.get("/user/login").text, "html.parser")
    token = page.select_one("main input[name=_csrf_token]")
    form = {"login": Sysadmin(password=PASSWORD)["name"], "password": PASSWORD}
    assert (
        client.post("/user/login", data={**form, "_csrf_token": token["value"]}).status_code == 302
    )
    return client


def test_page_that_a_visitor_posted_to_still_asks_for_the_token(app, client):
    form = {"name": "forged", "title": "forged"}
    app.flask_app.test_client().post("/organization/new", data=form)
    assert client.post("/organization/new", data=form).status_code == 400
    assert "forged" not in call_action("organization_list")


def test_api_asks_the_session_for_the_token_too(app, client):
    address = "/api/3/action/tag_create"
    app.flask_app.test_client().post(address, json={"name": "x"})
    assert client.post(address, json={"name": "x"}).status_code == 400
    assert call_action("tag_list") == []


def test_token_of_the_page_is_accepted(client):
    page = BeautifulSoup(client.get("/ckan-admin/reset_config").text, "html.parser")
    token = page.select_one("input[name=_csrf_token]")["value"]
    answer = client.post("/ckan-admin/reset_config", data={"_csrf_token": token})
    assert answer.status_code == 302


def test_report_of_a_view_needs_none(client):
    assert client.post("/_tracking", data={"url": "/", "type": "page"}).status_code == 204


def one_of(rule: Rule, name: str) -> str:
    """Return something a rule takes for a name in its braces."""
    return min(getattr(rule._converters[name], "items", ("1",)))


def writing_views(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and an address of every view of ours that may change something."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        view: Any = app.view_functions[rule.endpoint]
        module = getattr(view, "view_class", view).__module__
        if not module.startswith("ckanext.kanazawa") or rule.endpoint in OPEN_VIEWS:
            continue
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            # Who is refused never gets as far as the thing an address names.
            values = {name: one_of(rule, name) for name in rule.arguments}
            address = adapter.build(rule.endpoint, values, method)
            yield rule.endpoint, method, address


def test_no_view_of_ours_lets_a_forged_request_pass(app, client):
    """A view that is added is tried without being named here."""
    views = list(writing_views(app.flask_app))
    visitor = app.flask_app.test_client()
    passed = []
    for endpoint, method, address in views:
        visitor.open(address, method=method)
        answer = client.open(address, method=method)
        if answer.status_code != 400 or "CSRF" not in answer.text:
            passed.append((endpoint, method, answer.status_code))
    assert passed == []
    endpoints = {endpoint for endpoint, _method, _address in views}
    known = {
        "kanazawa_schemas_editions.withdraw",
        "kanazawa_findings.page",
        "kanazawa_mend.repairs",
        "kanazawa_tables_desk.remove",
    }
    assert known <= endpoints, endpoints
