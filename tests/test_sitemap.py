"""Search engines find every public page, in both languages, and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from ckan.tests import helpers

from tests.catalogue import admin_context, new_dataset

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def addresses(app, path: str) -> list[str]:
    root = ElementTree.fromstring(app.get(path).data)
    return [element.text or "" for element in root.iter(f"{SITEMAP}loc")]


def test_robots_name_the_sitemap(app):
    body = app.get("/robots.txt").body
    assert "Sitemap: http://test.ckan.net/sitemap.xml" in body
    assert "User-agent: *" in body


def test_index_names_pages_even_of_an_empty_catalogue(app):
    assert addresses(app, "/sitemap.xml") == ["http://test.ckan.net/sitemap-pages.xml"]
    pages = addresses(app, "/sitemap-pages.xml")
    for page in ("about", "terms", "accessibility", "api-guide"):
        assert f"http://test.ckan.net/{page}" in pages
        assert f"http://test.ckan.net/en/{page}" in pages


def test_public_datasets_are_listed_in_both_languages(app):
    dataset = new_dataset()
    new_dataset(private=True)
    gone = new_dataset()
    helpers.call_action("package_delete", admin_context(), id=gone["id"])
    page = f"http://test.ckan.net/dataset/{dataset['name']}"
    english = page.replace("/dataset/", "/en/dataset/")
    assert addresses(app, "/sitemap-1.xml") == [page, english]
    root = ElementTree.fromstring(app.get("/sitemap-1.xml").data)
    for url in root.iter(f"{SITEMAP}url"):
        links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        assert links == {"ja": page, "en": english, "x-default": page}
        changed = url.findtext(f"{SITEMAP}lastmod") or ""
        assert changed == dataset["metadata_modified"][:19] + "Z"


def test_organisations_are_listed(app):
    dataset = new_dataset()
    name = dataset["organization"]["name"]
    assert f"http://test.ckan.net/organization/{name}" in addresses(app, "/sitemap-pages.xml")


@pytest.mark.ckan_config("ckanext.kanazawa.sitemap.datasets_per_file", "2")
def test_many_datasets_are_spread_over_files(app):
    names = {new_dataset()["name"] for _ in range(3)}
    assert len(addresses(app, "/sitemap.xml")) == 3
    first, second = addresses(app, "/sitemap-1.xml"), addresses(app, "/sitemap-2.xml")
    assert (len(first), len(second)) == (4, 2)
    assert {address.rsplit("/", 1)[1] for address in first + second} == names
    app.get("/sitemap-3.xml", status=404)
