"""The order of a dataset's files is changed with buttons, by those who may, and from the form."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from ckan.tests.factories import Sysadmin
from ckan.tests.helpers import call_action

from ckanext.kanazawa.theme.order import moved_to
from tests import factories

PASSWORD = "very-secret-1"


class Session:
    """A browser without a script that is logged in."""

    def __init__(self, app: Any, name: str):
        self.client = app.flask_app.test_client()
        form = {"login": name, "password": PASSWORD, "_csrf_token": self.token("/user/login")}
        self.client.post("/user/login", data=form)

    def page(self, address: str) -> BeautifulSoup:
        """Return a page of the site, by its path or its full address."""
        path = urlsplit(address)._replace(scheme="", netloc="").geturl()
        return BeautifulSoup(self.client.get(path).text, "html.parser")

    def token(self, path: str) -> str:
        """Return the token of the first form of a page."""
        return str(self.page(path).select("main input[name=_csrf_token]")[0]["value"])


@pytest.fixture()
def dataset(with_plugins, clean_db, clean_index) -> dict[str, Any]:
    """Return a dataset with three files."""
    files = [{"name": name, "url": f"https://example.com/{name}"} for name in ("a", "b", "c")]
    return factories.Dataset(resources=files)


@pytest.fixture()
def session(dataset: dict[str, Any], app) -> Session:
    user = Sysadmin(password=PASSWORD)
    return Session(app, user["name"])


def names(dataset: dict[str, Any]) -> list[str]:
    """Return the names of the files as they are shown now."""
    found = call_action("package_show", id=dataset["id"])
    return [resource["name"] for resource in found["resources"]]


class TestMovedTo:
    @pytest.mark.parametrize(
        ("moving", "step", "expected"),
        [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "")],
    )
    def test_one_step_and_never_beyond_the_ends(self, moving: str, step: int, expected: str):
        assert "".join(moved_to(["a", "b", "c"], moving, step)) == expected


class TestOrder:
    def test_buttons_move_a_file(self, dataset: dict[str, Any], session: Session):
        page = f"/dataset/resources/{dataset['name']}"
        last = dataset["resources"][2]["id"]
        data = {"up": last, "_csrf_token": session.token(page)}
        answer = session.client.post(f"{page}/order", data=data)
        assert answer.status_code == 302
        assert names(dataset) == ["a", "c", "b"]
        shown = session.page(answer.headers["Location"])
        assert [link.get_text() for link in shown.select("ol .heading")] == ["a", "c", "b"]
        focused = shown.select_one("button[autofocus]")
        assert focused and (focused["name"], focused["value"]) == ("up", last)
        assert "「c」を3件中2番目に移しました。" in shown.get_text()

    def test_the_ends_offer_no_step_beyond(self, dataset: dict[str, Any], session: Session):
        shown = session.page(f"/dataset/resources/{dataset['name']}")
        disabled = [(b["name"], b["value"]) for b in shown.select("ol button[disabled]")]
        first, last = dataset["resources"][0]["id"], dataset["resources"][2]["id"]
        assert disabled == [("up", first), ("down", last)]
        assert shown.select("[data-module=resource-reorder]") == []

    def test_without_the_token_of_the_form_nothing_moves(
        self, dataset: dict[str, Any], session: Session, app
    ):
        path = f"/dataset/resources/{dataset['name']}/order"
        data = {"down": dataset["resources"][0]["id"]}
        # Core exempts a view for good once somebody without a session has called it.
        assert app.flask_app.test_client().post(path, data=data).status_code in (400, 403)
        assert session.client.post(path, data=data).status_code == 400
        assert names(dataset) == ["a", "b", "c"]

    def test_visitors_may_not(self, dataset: dict[str, Any], app):
        client = app.flask_app.test_client()
        path = f"/dataset/resources/{dataset['name']}/order"
        assert client.post(path, data={"down": "x"}).status_code in (400, 403)

    def test_a_file_that_is_gone_and_a_broken_form_are_explained(
        self, dataset: dict[str, Any], session: Session
    ):
        page = f"/dataset/resources/{dataset['name']}"
        token = session.token(page)
        gone = session.client.post(f"{page}/order", data={"up": "gone", "_csrf_token": token})
        assert "もうありません" in session.page(gone.headers["Location"]).get_text()
        broken = session.client.post(f"{page}/order", data={"_csrf_token": token})
        assert broken.status_code == 400
        assert "ファイルを一つ選んで" in broken.text
        nowhere = "/dataset/resources/no-such-dataset/order"
        missing = session.client.post(nowhere, data={"up": "x", "_csrf_token": token})
        assert missing.status_code == 404
        assert names(dataset) == ["a", "b", "c"]
