"""What the portal recognised is overruled, and an own layout is matched by dragging."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.faulty import upload
from tests.browser.portal import Portal
from tests.browser.server import ROOT
from tests.browser.test_pages import keep_picture
from tests.schemas.tables.mend.test_mapping import OWN

STANDARD = ROOT / "demo" / "files" / "172014_public_toilet.csv"
Send = Callable[[str, bytes, str], tuple[str, str]]


@pytest.fixture
def send(portal: Portal, sample: dict[str, str]) -> Send:
    """Return a function that publishes a file in a dataset of its own, examined.

    It returns the dataset's name and the resource's id.
    """

    def call(title: str, content: bytes, name: str) -> tuple[str, str]:
        dataset = portal.action(
            "package_create",
            title=title,
            notes="画面の確認に使うデータセットです。",
            kanazawa_theme=["administration"],
            owner_org=sample["organization"],
            license_id="CC-BY-4.0",
        )
        resource = upload(portal, dataset["id"], content, name)
        portal.do_jobs()
        return dataset["name"], resource["id"]

    return call


def standard_of(portal: Portal, dataset: str) -> str | None:
    return portal.action("package_show", id=dataset).get("kanazawa_standard")


def test_the_standard_the_portal_found_is_overruled_for_good(
    portal: Portal, send: Send, new_context: NewContext
):
    dataset, resource = send("様式を選び直すデータ", STANDARD.read_bytes(), STANDARD.name)
    assert standard_of(portal, dataset) == "public_toilet"
    page = new_context(login=True).new_page()
    address = f"{portal.url}/dataset/{dataset}/resource/{resource}"
    page.goto(address)
    page.locator("#kanazawa-schemas-summary").get_by_role("link", name="選び直").click()
    page.wait_for_url(f"**/dataset/edit/{dataset}")
    page.select_option("[name=kanazawa_standard]", "public_facility")
    keep_picture(page, "standard-overruled")
    page.press("[name='title_translated-en']", "Enter")
    page.wait_for_url(f"**/dataset/{dataset}")
    assert standard_of(portal, dataset) == "public_facility"
    page.goto(address)
    page.get_by_role("button", name="もう一度調べる").click()
    portal.do_jobs()
    assert standard_of(portal, dataset) == "public_facility"


def drag(page: Page, own: str, official: str) -> None:
    """Drag a column of the file onto one of the format, by their names."""
    source = page.locator("[data-own]").filter(has=page.get_by_label(own, exact=False)).first
    source.drag_to(page.locator(f"[data-official='{official}']"))


def test_columns_are_matched_by_dragging(portal: Portal, send: Send, new_context: NewContext):
    dataset, resource = send("独自の列のトイレ", OWN, "トイレ.csv")
    page = new_context(login=True).new_page()
    page.goto(f"{portal.url}/dataset/{dataset}/resource/{resource}/mapping?format=public-toilet")
    with page.expect_response("**/mapping/preview**"):
        drag(page, "担当", "備考")
    target = page.locator("[data-official='備考']")
    expect(target.locator("[data-filled]")).to_have_text("← 担当")
    expect(page.get_by_label("担当", exact=False).first).to_have_value("備考")
    expect(page.locator("#kanazawa-schemas-rows")).to_contain_text("管理課")
    settle(page)
    keep_picture(page, "mapping-dragged")
    page.locator("button[name=do][value=save]").click()
    page.wait_for_url(f"**/resource/{resource}")
    portal.do_jobs()
    found = portal.action("datastore_search", resource_id=resource)
    assert [row["備考"] for row in found["records"]] == ["管理課", "管理課"]
