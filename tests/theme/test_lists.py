"""The dataset list: facets, chips, order, pages, and whatever people put into its address."""

from __future__ import annotations

import pytest

from tests.catalogue import new_dataset, new_organization
from tests.theme.page import Page

# The plugins come first: the index to be emptied is theirs.
emptied = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
THEME = "vocab_kanazawa_theme"


@emptied
class TestFacets:
    def test_values_are_shown_in_words_with_counts(self, app):
        new_dataset(kanazawa_theme=["transport-tourism"])
        new_dataset(kanazawa_theme=["transport-tourism"])
        page = Page(app, "/en/dataset/")
        assert "Transport and tourism 2 2 datasets" in page.texts(".kz-facet li a")
        assert "Theme" in page.texts(".kz-facet summary h2")
        assert "CC BY 4.0" in " ".join(page.texts(".kz-facet li a"))

    def test_facets_without_values_are_not_shown(self, app):
        new_dataset()
        assert "Standard followed" not in Page(app, "/en/dataset/").texts(".kz-facet summary h2")

    def test_provider_is_named_in_the_language_of_the_page(self, app):
        owner = new_organization(title_translated={"ja": "見本大学", "en": "Sample University"})
        new_dataset(owner_org=owner["id"])
        assert "Sample University 1 1 dataset" in Page(app, "/en/dataset/").texts(".kz-facet a")
        assert any("見本大学" in text for text in Page(app, "/dataset/").texts(".kz-facet a"))

    def test_chosen_value_is_marked_and_can_be_taken_away(self, app):
        new_dataset(kanazawa_theme=["transport-tourism"])
        new_dataset(kanazawa_theme=["administration"])
        page = Page(app, f"/en/dataset/?{THEME}=transport-tourism&q=")
        chosen = page.one(".kz-facet a[aria-current]")
        assert "Transport and tourism" in chosen.text
        assert THEME not in chosen["href"]
        assert len(page.all(".kz-item")) == 1


@emptied
class TestChips:
    def test_each_condition_has_a_chip_that_removes_only_itself(self, app):
        new_dataset(kanazawa_theme=["transport-tourism"])
        page = Page(app, f"/en/dataset/?q=sample&{THEME}=transport-tourism&res_format=CSV")
        assert page.texts(".kz-chip-remove") == [
            "Remove: Theme Transport and tourism",
            "Remove: File format CSV",
        ]
        without_theme = page.all(".kz-chip-remove")[0]["href"]
        assert THEME not in without_theme
        assert "q=sample" in without_theme
        assert "res_format=CSV" in without_theme
        assert page.one(".kz-chip-all")["href"] == "/en/dataset/?q=sample"

    def test_without_conditions_there_are_none(self, app):
        assert Page(app, "/dataset/").all(".kz-selected") == []


@emptied
class TestResults:
    def test_nothing_found_offers_ways_on(self, app):
        page = Page(app, "/en/dataset/?q=zzzz")
        assert "No datasets found" in page.one(".kz-result-count").text
        assert page.all(".kz-nothing a[href='/en/dataset/']")

    def test_item_says_what_from_whom_and_how_fresh(self, app):
        owner = new_organization(title_translated={"ja": "見本町", "en": "Sample Town"})
        new_dataset(owner_org=owner["id"], kanazawa_as_of="2026-04-01", kanazawa_demo=True)
        item = Page(app, "/en/dataset/").texts(".kz-item")[0]
        for part in ("Sample Town City", "As of April 1, 2026", "Updated", "CSV", "Demonstration"):
            assert part in item

    def test_japanese_on_an_english_page_is_marked(self, app):
        new_dataset(title_translated={"ja": "日本語だけ"}, notes_translated={"ja": "説明"})
        link = Page(app, "/en/dataset/").one(".kz-item-title a")
        assert link["lang"] == "ja"

    @pytest.mark.ckan_config("ckan.datasets_per_page", "2")
    def test_pages_are_numbered_and_keep_the_conditions(self, app):
        for _ in range(5):
            new_dataset()
        page = Page(app, "/en/dataset/?q=sample&page=2")
        assert page.one(".kz-pages a[aria-current=page]").text == "2"
        links = [link["href"] for link in page.all(".kz-pages a")]
        assert "/en/dataset/?q=sample&page=3" in links
        assert page.one("title").text.startswith('Results for "sample" | Page 2')

    @pytest.mark.ckan_config("ckan.datasets_per_page", "2")
    def test_a_page_behind_the_last_says_so(self, app):
        for _ in range(3):
            new_dataset()
        page = Page(app, "/en/dataset/?page=99999")
        assert page.all(".kz-result-range") == []
        assert "the list has 2 pages" in page.one(".kz-nothing").text
        assert page.one(".kz-nothing a")["href"] == "/en/dataset/?page=2"


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestBadInput:
    @pytest.mark.parametrize("prefix", ["", "/en"])
    @pytest.mark.parametrize(
        ("query", "statuses"),
        [
            ("q=" + "a" * 10_000, {200, 400, 414}),
            ("q=" + "%E3%81%82" * 10_000, {200, 400, 414}),
            ("q=%22%28%3A%5B%7B", {200, 400}),
            ("q=%3Cscript%3Ealert(1)%3C/script%3E", {200}),
            ("page=abc", {200}),
            ("page=0", {200}),
            ("page=-1", {200}),
            ("page=99999", {200}),
            ("page=" + "9" * 30, {200}),
            ("sort=foo", {200, 400}),
            ("sort=title_string%20asc%3B%20drop%20table", {200, 400}),
            ("nonsense=1", {200, 400}),
            (f"{THEME}=%22%20OR%20%2A", {200, 400}),
            ("_tags_limit=abc", {400}),
        ],
    )
    def test_it_is_never_an_error_of_the_server(self, app, prefix: str, query: str, statuses: set):
        new_dataset()
        response = app.get(f"{prefix}/dataset/?{query}")
        assert response.status_code in statuses
        assert "<script>alert(1)" not in response.body
        assert "Traceback" not in response.body

    def test_the_message_is_in_the_readers_language(self, app):
        english = Page(app, "/en/dataset/?_tags_limit=abc", status=400)
        assert "must be a whole number" in english.one("#error-content").text
        japanese = Page(app, "/dataset/?_tags_limit=abc", status=400)
        assert "整数" in japanese.one("#error-content").text

    def test_a_page_without_a_number_is_the_first_one_of_the_same_list(self, app):
        address = "/en/dataset/?q=a&page=abc&tags=b&tags=c"
        answer = app.get(address, follow_redirects=False)
        assert answer.headers["Location"].endswith("/en/dataset/?q=a&tags=b&tags=c")
        owner = new_organization()
        assert app.get(f"/organization/{owner['name']}?page=0").status_code == 200


@emptied
class TestProviders:
    def test_municipalities_come_first_then_the_kinds_in_order(self, app):
        names = {"sample-company": "company", "sample-university": "university"}
        for name, kind in names.items():
            new_organization(
                name=name, kanazawa_provider_kind=kind, title_translated={"ja": name, "en": name}
            )
        new_organization(name="uchinada-town", kanazawa_provider_kind="municipality")
        page = Page(app, "/en/organization/")
        links = [link["href"].rsplit("/", 1)[1] for link in page.all(".kz-provider-name a")]
        assert links == ["uchinada-town", "sample-university", "sample-company"]
        assert page.texts("main h2") == ["Municipalities", "Other providers"]

    def test_page_of_a_provider_has_kind_text_and_datasets(self, app):
        owner = new_organization(
            title_translated={"ja": "見本大学", "en": "Sample University"},
            kanazawa_provider_kind="university",
            description_translated={"ja": "見本です。", "en": "A sample."},
        )
        new_dataset(owner_org=owner["id"])
        new_dataset()
        page = Page(app, f"/en/organization/{owner['name']}")
        assert page.one("h1").text.startswith("Sample University")
        assert "University or research body" in page.one("h1").text
        assert "A sample." in page.one(".kz-provider-head").text
        assert len(page.all(".kz-item")) == 1
        assert "Provider" not in page.texts(".kz-facet summary h2")
