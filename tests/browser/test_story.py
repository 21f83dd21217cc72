"""A clerk publishes two files through the forms; a citizen finds and downloads them.

With real files of other municipalities where they are at hand, else with made ones of the
same kind.
"""

from __future__ import annotations

import hashlib
import re
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from rdflib import DCTERMS, Graph, Literal, Namespace

from tests.browser.forms import fill_dataset, save, upload
from tests.browser.portal import Portal
from tests.conftest import SHARED

DCAT = Namespace("http://www.w3.org/ns/dcat#")
TITLE = "中央地区の公共施設と公衆トイレ"
REAL = {
    "public_toilet.csv": "takamatsu/public_toilet.csv",
    "公共施設一覧.csv": "ishikawa-pref/170003_public_facility.csv",
}
MADE = "名称,住所\r\n見本会館,見本町一丁目\r\n".encode("cp932")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files to publish by the names they have on the clerk's machine."""
    folder = tmp_path_factory.mktemp("files")
    found = {name: folder / name for name in REAL}
    for name, path in found.items():
        real = SHARED / "data" / "real" / REAL[name]
        path.write_bytes(real.read_bytes() if real.is_file() else name.encode() + b"\r\n" + MADE)
    return found


@pytest.fixture(scope="module")
def published(portal: Portal, browser, login_state: Path, files: dict[str, Path]) -> dict[str, Any]:
    """Publish the dataset through the forms; return it as the API shows it."""
    context = browser.new_context(storage_state=login_state, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{portal.url}/dataset/new")
    fill_dataset(page, title=TITLE, notes="中央地区にある施設の一覧です。")
    save(page)
    first, second = files.values()
    upload(page, first)
    save(page, "again")
    upload(page, second)
    save(page, "go-metadata")
    page.wait_for_url(re.compile(r"/dataset/[^/]+$"))
    name = page.url.rsplit("/", 1)[1]
    context.close()
    return portal.action("package_show", id=name)


class TestStory:
    def test_the_dataset_is_named_by_the_portal(self, published: dict[str, Any]):
        assert re.fullmatch(r"172014_[a-z0-9_-]+", published["name"])
        assert published["state"] == "active"
        assert published["title"] == TITLE

    @pytest.mark.parametrize("word", ["設", "公共", "トイレ", "地区の公"])
    def test_a_citizen_finds_it_by_part_of_a_word(
        self, portal: Portal, page: Page, published: dict[str, Any], word: str
    ):
        page.goto(portal.url)
        page.locator("main input[name=q]").first.fill(word)
        page.locator("main input[name=q]").first.press("Enter")
        page.wait_for_url("**/dataset/**")
        page.goto(f"{portal.url}/dataset/?q={quote(word)}&sort=metadata_modified+desc")
        page.locator("main").get_by_role("link", name=TITLE).first.click()
        page.wait_for_url(f"**/dataset/{published['name']}")

    def test_each_file_downloads_unchanged_under_its_own_name(
        self, portal: Portal, page: Page, published: dict[str, Any], files: dict[str, Path]
    ):
        page.goto(f"{portal.url}/dataset/{published['name']}")
        for resource, (name, path) in zip(published["resources"], files.items(), strict=True):
            link = page.locator(f"a[href*='{resource['id']}/download/']").first
            with page.expect_download() as started:
                link.click()
            assert started.value.suggested_filename == name
            assert Path(started.value.path()).read_bytes() == path.read_bytes()

    def test_the_api_gives_the_same_bytes_with_size_and_hash(
        self, published: dict[str, Any], files: dict[str, Path]
    ):
        for resource, path in zip(published["resources"], files.values(), strict=True):
            with urllib.request.urlopen(quote(resource["url"], safe=":/%")) as answer:
                body = answer.read()
            assert body == path.read_bytes()
            assert resource["size"] == len(body)
            assert resource["hash"] == hashlib.sha256(body).hexdigest()
            assert resource["format"] == "CSV"

    def test_dcat_tells_of_dataset_and_files(self, portal: Portal, published: dict[str, Any]):
        with urllib.request.urlopen(f"{portal.url}/dataset/{published['name']}.ttl") as answer:
            graph = Graph().parse(data=answer.read(), format="turtle")
        (dataset,) = graph.subjects(DCTERMS.title, Literal(TITLE, lang="ja"))
        addresses = {
            str(address)
            for distribution in graph.objects(dataset, DCAT.distribution)
            for address in graph.objects(distribution, DCAT.downloadURL)
        }
        assert len(addresses) == len(published["resources"])
        for resource in published["resources"]:
            assert any(resource["id"] in address for address in addresses)
