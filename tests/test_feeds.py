"""Atom feeds: in the reader's language, with addresses a reader can follow."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.catalogue import new_dataset, new_organization

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def feed(app, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(app.get(path).data)


def test_entries_have_titles_in_the_language_of_the_address(app):
    dataset = new_dataset(title_translated={"ja": "見本公園一覧", "en": "Sample parks"})
    japanese, english = feed(app, "/feeds/dataset.atom"), feed(app, "/en/feeds/dataset.atom")
    assert japanese.findtext(f"{ATOM}entry/{ATOM}title") == "見本公園一覧"
    assert english.findtext(f"{ATOM}entry/{ATOM}title") == "Sample parks"
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (japanese.get(xml_lang), english.get(xml_lang)) == ("ja", "en")
    links = [link.get("href") for link in japanese.findall(f"{ATOM}entry/{ATOM}link")]
    assert f"http://test.ckan.net/dataset/{dataset['name']}" in links


def test_every_address_has_its_host(app):
    new_dataset()
    for link in feed(app, "/feeds/dataset.atom").iter(f"{ATOM}link"):
        assert str(link.get("href")).startswith("http://test.ckan.net/")


def test_feed_of_an_organisation_has_its_name(app):
    organization = new_dataset()["organization"]
    found = feed(app, f"/feeds/organization/{organization['name']}.atom")
    assert organization["title"] in str(found.findtext(f"{ATOM}title"))
    app.get("/feeds/organization/nothing.atom", status=404)


def test_feed_of_a_search_finds_only_that(app):
    new_dataset(title_translated={"ja": "避難場所", "en": "Shelters"})
    new_dataset(title_translated={"ja": "公園", "en": "Parks"})
    found = feed(app, "/feeds/custom.atom?q=避難")
    assert [entry.text for entry in found.iterfind(f"{ATOM}entry/{ATOM}title")] == ["避難場所"]


def test_pages_name_their_feeds(app):
    name = new_dataset()["organization"]["name"]
    for path in ("/", "/dataset/", "/about"):
        assert "http://test.ckan.net/feeds/dataset.atom" in app.get(path).body
    page = app.get(f"/organization/{name}").body
    assert f"http://test.ckan.net/feeds/organization/{name}.atom" in page


def test_english_feeds_have_english_names(app):
    owner = new_organization(title_translated={"ja": "見本大学", "en": "Sample University"})
    new_dataset(owner_org=owner["id"])
    found = feed(app, "/en/feeds/custom.atom")
    assert str(found.findtext(f"{ATOM}title")).startswith("Kanazawa City Open Data Portal")
    assert found.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Sample University"
