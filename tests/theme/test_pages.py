"""Pages of text: both languages, anchors, and addresses from the site itself."""

from __future__ import annotations

import re

import pytest

PAGES = ("about", "terms", "accessibility", "api-guide")


@pytest.mark.usefixtures("with_plugins")
class TestPages:
    @pytest.mark.parametrize("page", PAGES)
    def test_page_is_written_in_both_languages(self, app, page: str):
        japanese, english = app.get(f"/{page}").text, app.get(f"/en/{page}").text
        assert '<html lang="ja"' in japanese
        assert '<html lang="en"' in english
        assert heading(japanese) != heading(english)
        assert not re.search("[ぁ-ん]", heading(english))

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_links_inside_the_page_lead_somewhere(self, app, page: str, prefix: str):
        html = app.get(f"{prefix}/{page}").text
        targets = set(re.findall(r'id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= targets

    def test_about_names_the_six_municipalities(self, app):
        html = app.get("/about").text
        for name in ("金沢市", "白山市", "かほく市", "野々市市", "津幡町", "内灘町"):
            assert name in html

    @pytest.mark.ckan_config("ckanext.kanazawa.theme.contact_email", "opendata@city.example.jp")
    def test_contact_of_the_portal_is_shown_where_it_is_set(self, app):
        assert 'href="mailto:opendata@city.example.jp"' in app.get("/accessibility").text

    def test_without_a_contact_no_empty_link_is_shown(self, app):
        assert "mailto:" not in app.get("/accessibility").text

    def test_examples_use_the_address_of_the_site_without_a_language(self, app):
        html = app.get("/en/api-guide").text
        addresses = re.findall(r"https?://[^\s'\"<&]+/api/3/action/\w+", html)
        assert addresses
        assert {address.split("/api/")[0] for address in addresses} == {"http://test.ckan.net"}


def heading(html: str) -> str:
    """Return the text of the page's main heading."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found
    return found[1].strip()


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/terms", "公共施設一覧、金沢市、CC BY 4.0（https://creativecommons.org/"),
        ("/en/terms", "Public facilities, Kanazawa City, CC BY 4.0 (https://creativecommons.org/"),
    ],
)
def test_terms_show_the_credit_line_as_dataset_pages_do(app, path, line):
    assert line in app.get(path).body
