"""Enter in a text field does what a clerk expects: it saves."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import NewContext
from tests.browser.forms import fill_dataset, save
from tests.browser.portal import Portal


def test_enter_adds_the_file_then_saves_the_dataset(portal: Portal, new_context: NewContext):
    page: Page = new_context(login=True).new_page()
    page.goto(f"{portal.url}/dataset/new")
    fill_dataset(page, title="エンターキーの確認", notes="入力欄で押したとき。")
    save(page)
    page.fill("[name=url]", "https://www.example.jp/enter.csv")
    page.press("[name='name_translated-ja']", "Enter")
    page.wait_for_function("!document.querySelector('[name=url]').value")
    save(page, "go-metadata")
    page.wait_for_url("**/dataset/172014_*")
    name = page.url.rsplit("/", 1)[1]
    page.goto(f"{portal.url}/dataset/edit/{name}")
    page.fill("[name='title_translated-en']", "Enter key")
    page.press("[name='title_translated-en']", "Enter")
    page.wait_for_url(f"**/dataset/{name}")
    dataset = portal.action("package_show", id=name)
    assert dataset["state"] == "active"
    assert dataset["title_translated"]["en"] == "Enter key"
    assert [resource["name"] for resource in dataset["resources"]] == ["enter.csv"]
