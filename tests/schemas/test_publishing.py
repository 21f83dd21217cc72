"""Nothing goes offline or online by accident."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.factories import Dataset, Organization

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.body, "html.parser")


def first_button(page: BeautifulSoup, form: str):
    """Return the button a browser presses on Enter: the first that submits."""
    return page.select_one(f"{form} button[type=submit], {form} button:not([type])")


@pytest.fixture
def draft(city):
    return Dataset(owner_org=city["id"], state="draft")


@pytest.fixture
def public(city):
    return Dataset(owner_org=city["id"], resources=[{"url": "https://example.jp/a.csv"}])


class TestEnter:
    def test_saves_a_dataset(self, app, public, editor_headers):
        page = soup(app.get(f"/dataset/edit/{public['name']}", headers=editor_headers))
        assert first_button(page, "#dataset-edit")["value"] == ""
        assert "go-metadata-unpublish" not in str(page)

    def test_saves_the_first_step_of_a_draft(self, app, draft, editor_headers):
        page = soup(app.get(f"/dataset/edit/{draft['name']}", headers=editor_headers))
        assert first_button(page, "#dataset-edit")["value"] == ""

    def test_adds_a_file_to_a_draft(self, app, draft, editor_headers):
        page = soup(app.get(f"/dataset/{draft['name']}/resource/new", headers=editor_headers))
        button = first_button(page, "#resource-edit")
        assert (button["value"], button["tabindex"], button["aria-hidden"]) == (
            "again",
            "-1",
            "true",
        )

    def test_adds_a_file_to_a_public_dataset(self, app, public, editor_headers):
        page = soup(app.get(f"/dataset/{public['name']}/resource/new", headers=editor_headers))
        assert first_button(page, "#resource-edit")["value"] == "go-dataset-complete"

    def test_saves_a_resource(self, app, public, editor_headers):
        resource = public["resources"][0]["id"]
        address = f"/dataset/{public['name']}/resource/{resource}/edit"
        assert first_button(soup(app.get(address, headers=editor_headers)), "#resource-edit")[
            "value"
        ] == ("go-metadata")


class TestUnpublish:
    def test_asks_first(self, app, public, editor_headers):
        edit = soup(app.get(f"/dataset/edit/{public['name']}", headers=editor_headers))
        address = f"/dataset/{public['name']}/unpublish"
        assert edit.select_one(f'a[href="{address}"]')
        page = soup(app.get(address, headers=editor_headers))
        assert page.select_one("#kanazawa-schemas-unpublish")["method"] == "post"
        assert public["title"] in page.select_one("h1").get_text()
        assert call_action("package_show", id=public["id"])["state"] == "active"

    def test_says_how_to_publish_again(self, app, public, editor_headers):
        address = f"/dataset/{public['name']}/unpublish"
        page = soup(app.post(address, headers=editor_headers))
        message = page.select_one(".flash-messages").get_text()
        assert "下書き" in message
        assert "公開する" in message
        after = call_action("package_show", id=public["id"])
        assert (after["state"], after["name"]) == ("draft", public["name"])
        assert app.get(f"/dataset/{public['name']}").status_code == 404

    def test_and_the_same_steps_bring_it_back(self, app, public, editor_headers):
        app.post(f"/dataset/{public['name']}/unpublish", headers=editor_headers)
        app.post(
            f"/dataset/{public['name']}/resource/new",
            data={"id": "", "url": "", "save": "go-metadata"},
            headers=editor_headers,
        )
        after = call_action("package_show", id=public["id"])
        assert (after["state"], after["name"]) == ("active", public["name"])

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_for_editors_only(self, app, public, method):
        stranger = {"Authorization": factories.UserWithToken()["token"]}
        address = f"/dataset/{public['name']}/unpublish"
        assert getattr(app, method)(address, headers=stranger).status_code == 403
        assert getattr(app, method)("/dataset/none/unpublish", headers=stranger).status_code == 404
        assert call_action("package_show", id=public["id"])["state"] == "active"


class TestPublish:
    def test_asks_for_a_file_or_link(self, app, draft, editor_headers):
        response = app.post(
            f"/dataset/{draft['name']}/resource/new",
            data={"id": "", "url": "", "name_translated-ja": "", "save": "go-metadata"},
            headers=editor_headers,
        )
        page = soup(response)
        assert "ファイルかリンク" in page.select_one("#error-url").get_text()
        assert page.select_one('#kanazawa-schemas-summary a[href="#field-url"]')
        assert call_action("package_show", id=draft["id"])["state"] == "draft"

    def test_leaves_clients_of_the_api_alone(self, city):
        assert Dataset(owner_org=city["id"], resources=[])["state"] == "active"

    def test_asks_for_an_english_title_where_nothing_makes_a_name(
        self, app, draft, context, editor_headers
    ):
        def publish(url):
            data = {"id": "", "url": url, "save": "go-metadata"}
            address = f"/dataset/{draft['id']}/resource/new"
            return app.post(address, data=data, headers=editor_headers, follow_redirects=False)

        page = soup(publish("https://example.jp/一覧.csv"))
        assert "英語のデータセット名" in page.select_one("#kanazawa-schemas-summary").get_text()
        after = call_action("package_show", id=draft["id"])
        assert (after["state"], len(after["resources"])) == ("draft", 1)
        title = {"ja": "見本", "en": "Sample sites"}
        call_action("package_patch", context, id=draft["id"], title_translated=title)
        assert publish("").status_code == 302
        assert call_action("package_show", id=draft["id"])["name"] == "172014_sample_sites"

    def test_makes_the_name_from_a_file_added_earlier(self, app, draft, editor_headers):
        address = f"/dataset/{draft['id']}/resource/new"
        data = {"id": "", "url": "https://example.jp/172014_parks.csv", "save": "again"}
        app.post(address, data=data, headers=editor_headers)
        app.post(address, data={**data, "url": "", "save": "go-metadata"}, headers=editor_headers)
        after = call_action("package_show", id=draft["id"])
        assert (after["state"], after["name"]) == ("active", "172014_parks")


class TestProviders:
    def test_stand_in_order_and_in_the_readers_language(self, app, city):
        others = ["Zoo", "Aquarium"]
        for title in others:
            Organization(title=None, title_translated={"ja": "園", "en": title})
        admin = {"Authorization": factories.SysadminWithToken()["token"]}
        page = soup(app.get("/en/dataset/new", headers=admin))
        choices = page.select("#field-owner_org option[value]:not([value=''])")
        shown = [choice.get_text() for choice in choices]
        assert shown == ["Kanazawa City", *sorted(others)]
