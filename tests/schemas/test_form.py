from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import call_action

from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
FILLED = {
    "title_translated-ja": "公衆トイレ一覧",
    "title_translated-en": "Public toilets",
    "notes_translated-ja": "市内の公衆トイレです。",
    "kanazawa_theme": "administration",
    "license_id": "CC-BY-4.0",
    "tag_string": "トイレ、防災・減災,ＡＥＤ、海",
    "contact-0-name": "環境政策課",
    "contact-0-email": "kankyo@example.jp",
    "contact-1-name": "",
    "private": "False",
    "_ckan_phase": "dataset_new_1",
    "pkg_name": "",
    "save": "",
}


@pytest.fixture
def submit(app, city, editor_headers):
    """Return a function that submits the form of a new dataset."""

    def post(**fields):
        data = {**FILLED, "owner_org": city["id"], **fields}
        return app.post("/dataset/new", data=data, headers=editor_headers, follow_redirects=False)

    return post


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.body, "html.parser")


def labelled(page: BeautifulSoup, control) -> bool:
    """Tell whether a control has a label of its own."""
    return bool(
        control.find_parent("label") or page.find("label", attrs={"for": control.get("id")})
    )


class TestNewDataset:
    def test_groups_fields_and_never_asks_for_the_name(self, app, city, editor_headers):
        page = soup(app.get("/dataset/new", headers=editor_headers))
        groups = [heading.get_text(strip=True) for heading in page.select("fieldset > legend > h2")]
        assert groups == [
            "何のデータか",
            "提供者と連絡先",
            "利用条件",
            "対象と時期",
            "品質と出典",
            "関連",
        ]
        for never in ("name", "theme", "modified", "issued", "kanazawa_municipality"):
            assert not page.select(f'[name="{never}"]')

    def test_labels_every_control(self, app, city, editor_headers):
        page = soup(app.get("/dataset/new", headers=editor_headers))
        form = page.select_one("#dataset-edit")
        controls = form.select("input:not([type=hidden]), select, textarea")
        assert len(controls) > 40
        assert [c.get("name") for c in controls if not labelled(page, c)] == []

    def test_is_english_under_en(self, app, city, editor_headers):
        page = soup(app.get("/en/dataset/new", headers=editor_headers))
        assert page.select_one("#group-what h2").get_text(strip=True) == "What the data is"

    def test_error_about_the_japanese_text_stands_with_it(self, submit):
        page = soup(submit(**{"title_translated-ja": ""}))
        errors = page.select("#error-title_translated")
        assert len(errors) == 1
        beside = errors[0].find_parent(class_="kanazawa-schemas-language")
        assert beside.select_one("#field-title_translated-ja")

    def test_drafts_under_the_id(self, submit):
        response = submit()
        assert response.status_code == 302
        draft_id = response.headers["Location"].split("/dataset/")[1].split("/")[0]
        dataset = call_action("package_show", id=draft_id)
        assert (dataset["name"], dataset["state"]) == (draft_id, "draft")
        assert dataset["title_translated"] == {"ja": "公衆トイレ一覧", "en": "Public toilets"}
        assert {tag["name"] for tag in dataset["tags"]} == {"トイレ", "防災・減災", "AED", "海"}
        assert [c["name"] for c in dataset["contact"]] == ["環境政策課"]

    def test_keeps_what_was_typed_and_says_what_is_wrong(self, submit):
        response = submit(
            **{
                "title_translated-ja": "",
                "contact-0-email": "そんなアドレス",
                "kanazawa_as_of": "昨日",
            }
        )
        page = soup(response)
        assert page.select_one("#field-title_translated-en")["value"] == "Public toilets"
        assert page.select_one("#field-contact-0-email")["value"] == "そんなアドレス"
        assert page.select_one("#field-kanazawa_as_of")["value"] == "昨日"
        assert page.select_one("#field-tag_string")["value"] == FILLED["tag_string"]
        links = {a["href"] for a in page.select("#kanazawa-schemas-summary a")}
        assert links == {
            "#field-title_translated-ja",
            "#field-contact-0-email",
            "#field-kanazawa_as_of",
        }
        for link in links:
            assert page.select_one(link), link
        described = page.select_one("#field-kanazawa_as_of")["aria-describedby"].split()
        assert "昨日" in page.select_one(f"#{described[-1]}").get_text()

    def test_asks_for_the_terms_of_another_licence(self, submit):
        page = soup(submit(license_id="other"))
        assert page.select_one("#error-kanazawa_license_url")

    def test_names_strange_signs_in_tags(self, submit):
        page = soup(submit(tag_string="公園,<b>"))
        assert "<>" in page.select_one("#error-tag_string").get_text()


class TestPublication:
    def test_resource_step_names_and_publishes(self, app, submit, editor_headers):
        draft_id = submit().headers["Location"].split("/dataset/")[1].split("/")[0]
        data = {
            "id": "",
            "url": "https://www.example.jp/toilet.csv",
            "url_type": "",
            "name_translated-ja": "",
            "save": "go-metadata",
        }
        app.post(
            f"/dataset/{draft_id}/resource/new",
            data=data,
            headers=editor_headers,
            follow_redirects=False,
        )
        dataset = call_action("package_show", id=draft_id)
        assert (dataset["name"], dataset["state"]) == ("172014_public_toilets", "active")
        assert dataset["resources"][0]["name"] == "toilet.csv"


class TestEdit:
    def test_keeps_what_no_form_asks_for(self, app, city, editor_headers):
        dataset = Dataset(owner_org=city["id"], identifier="doc-1", issued="2020-04-01")
        data = {**FILLED, "owner_org": city["id"], "title_translated-ja": "新しい名前"}
        app.post(f"/dataset/edit/{dataset['id']}", data=data, headers=editor_headers)
        after = call_action("package_show", id=dataset["id"])
        assert after["title"] == after["title_translated"]["ja"] == "新しい名前"
        assert (after["identifier"], after["issued"]) == ("doc-1", "2020-04-01")
        assert after["name"] == dataset["name"]

    def test_only_administrators_see_the_name(self, app, city, editor_headers):
        from ckan.tests import factories

        dataset = Dataset(owner_org=city["id"])
        address = f"/dataset/edit/{dataset['name']}"
        assert not soup(app.get(address, headers=editor_headers)).select("#field-name")
        admin = {"Authorization": factories.SysadminWithToken()["token"]}
        assert soup(app.get(address, headers=admin)).select("#field-name")


class TestResource:
    def test_needs_a_file_or_an_address(self, app, submit, editor_headers):
        draft_id = submit().headers["Location"].split("/dataset/")[1].split("/")[0]
        data = {
            "id": "",
            "url": "",
            "url_type": "",
            "name_translated-ja": "表",
            "save": "go-metadata",
        }
        address = f"/dataset/{draft_id}/resource/new"
        page = soup(app.post(address, data=data, headers=editor_headers))
        assert page.select_one("#field-name_translated-ja")["value"] == "表"
        assert page.select_one('#kanazawa-schemas-summary a[href="#field-url"]')
        assert call_action("package_show", id=draft_id)["resources"] == []

    def test_labels_every_control(self, app, submit, editor_headers):
        draft_id = submit().headers["Location"].split("/dataset/")[1].split("/")[0]
        page = soup(app.get(f"/dataset/{draft_id}/resource/new", headers=editor_headers))
        controls = page.select("#resource-edit input:not([type=hidden]), #resource-edit textarea")
        assert page.select_one("#field-upload")
        assert [c.get("name") for c in controls if not labelled(page, c)] == []
