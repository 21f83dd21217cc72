"""A forged request of somebody who is logged in changes nothing, whoever called the page before."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan.tests.factories import Sysadmin
from ckan.tests.helpers import call_action

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
