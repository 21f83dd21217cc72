"""The page of a dataset answers at a glance: what, how fresh, from whom, how to get and cite."""

from __future__ import annotations

import pytest

from tests.catalogue import new_dataset, new_organization
from tests.theme.page import Page, text_of

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
YEARLY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"


def rich_dataset() -> dict:
    """Return a dataset with everything the page can show."""
    owner = new_organization(title_translated={"ja": "見本市", "en": "Sample City"})
    return new_dataset(
        title_translated={"ja": "公園一覧", "en": "Parks"},
        owner_org=owner["id"],
        kanazawa_section_translated={"ja": "公園課", "en": "Parks Section"},
        kanazawa_as_of="2026-04-01",
        kanazawa_next_update="2020-04-01",
        frequency=YEARLY,
        kanazawa_area=["172014"],
        kanazawa_theme=["transport-tourism"],
        temporal_coverage=[{"start": "2025-04-01", "end": "2026-03-31"}],
        contact=[{"name": "公園課", "email": "parks@example.jp", "kanazawa_phone": "000-0000"}],
        kanazawa_related=[{"title": "公園アプリ", "url": "https://app.example/", "kind": "app"}],
        kanazawa_demo=True,
        tags=[{"name": "公園"}],
    )


class TestDatasetPage:
    def test_glance_answers_the_first_questions(self, app):
        dataset = rich_dataset()
        glance = text_of(Page(app, f"/en/dataset/{dataset['name']}").one(".kz-glance"))
        for part in (
            "Sample City City Content not checked by the municipality Parks Section",
            "Content as of April 1, 2026",
            "Annual",
            "Next update: April 1, 2020 (date has passed)",
            "CC BY 4.0",
            "Kanazawa City",
            "April 1, 2025 – March 31, 2026",
        ):
            assert part in glance

    def test_everything_is_said_in_japanese_too(self, app):
        dataset = rich_dataset()
        page = Page(app, f"/dataset/{dataset['name']}")
        assert text_of(page.one("h1")) == "公園一覧"
        glance = text_of(page.one(".kz-glance"))
        for part in ("見本市", "公園課", "2026年4月1日", "毎年", "金沢市"):
            assert part in glance

    def test_what_is_not_known_leaves_no_box(self, app):
        dataset = new_dataset()
        page = Page(app, f"/en/dataset/{dataset['name']}")
        assert page.all("#contact, #related, .kz-note") == []
        assert "Area covered" not in page.html
        assert "Next update" not in page.html

    def test_credit_line_follows_the_licence_and_can_be_copied(self, app):
        dataset = rich_dataset()
        page = Page(app, f"/en/dataset/{dataset['name']}")
        credit = text_of(page.one("#credit-line"))
        assert "Parks" in credit
        assert "Sample City" in credit
        assert "creativecommons.org/licenses/by/4.0" in credit
        assert page.one("button[data-module-target='#credit-line']").has_attr("hidden")

    def test_own_credit_line_takes_precedence(self, app):
        dataset = new_dataset(kanazawa_credit="出典：見本市")
        page = Page(app, f"/dataset/{dataset['name']}")
        assert text_of(page.one("#credit-line")) == "出典：見本市"

    def test_citation_names_the_lasting_address(self, app):
        dataset = rich_dataset()
        citation = text_of(Page(app, f"/en/dataset/{dataset['name']}").one("#citation"))
        assert citation.startswith("Sample City: Parks. Kanazawa City Open Data Portal, updated")
        assert f"http://test.ckan.net/dataset/{dataset['name']}" in citation

    def test_demonstration_is_announced_on_dataset_and_resource(self, app):
        dataset = rich_dataset()
        path = f"/en/dataset/{dataset['name']}"
        assert "demonstration" in Page(app, path).one(".kz-note").text
        resource = f"{path}/resource/{dataset['resources'][0]['id']}"
        assert "demonstration" in Page(app, resource).one(".kz-note").text

    def test_contact_and_related_are_links(self, app):
        page = Page(app, f"/en/dataset/{rich_dataset()['name']}")
        assert page.one("a[href='mailto:parks@example.jp']")
        assert "App or reuse" in text_of(page.one("section[aria-labelledby=related]"))

    def test_older_licence_of_another_catalogue_is_no_error(self, app):
        dataset = new_dataset(license_id="other", kanazawa_license_url="https://terms.example/")
        page = Page(app, f"/en/dataset/{dataset['name']}")
        assert page.all(".kz-glance a[href='https://terms.example/']")


class TestResources:
    def test_resource_says_format_and_offers_its_file(self, app):
        dataset = new_dataset()
        page = Page(app, f"/en/dataset/{dataset['name']}")
        button = page.one(".resource-item a.kz-button")
        assert button["href"] == "https://data.example/sample.csv"
        assert text_of(button) == "Open the link : Table (CSV)"
        assert "resource-url-analytics" in button["class"]

    def test_resource_page_has_one_heading_and_no_empty_preview(self, app):
        dataset = new_dataset()
        resource = dataset["resources"][0]
        page = Page(app, f"/en/dataset/{dataset['name']}/resource/{resource['id']}")
        assert text_of(page.one("h1")) == "Table"
        assert page.one("title").text.strip().startswith("Sample data")
        assert resource["id"] in text_of(page.one(".kz-facts"))
        assert not page.all(".data-viewer-info, .resource-view")

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_sections_are_inside_the_main_landmark(self, app, prefix: str):
        dataset = new_dataset()
        resource = dataset["resources"][0]
        page = Page(app, f"{prefix}/dataset/{dataset['name']}/resource/{resource['id']}")
        assert page.one("main h1")
        assert len(page.all("main")) == 1
        assert not page.all("[role=main], [role=complementary]")


class TestHistoryPage:
    def test_visitors_are_not_led_to_users_they_may_not_see(self, app):
        dataset = new_dataset()
        for path in (f"dataset/activity/{dataset['name']}", "organization/activity/"):
            end = dataset["organization"]["name"] if path.endswith("/") else ""
            page = Page(app, f"/en/{path}{end}")
            assert "Staff" in page.one("ul.activity").text
            assert not page.all("main a[href*='/user/']")

    def test_kinds_of_changes_are_named_for_readers(self, app):
        name = new_dataset()["name"]
        choices = Page(app, f"/en/dataset/activity/{name}").texts("#activity_types_filter option")
        assert "Dataset changed" in choices
        assert not [text for text in choices if "package" in text]
