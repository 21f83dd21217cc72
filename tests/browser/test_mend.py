"""By keyboard alone: a clerk uploads a messy CSV, reads the findings, and publishes it mended."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.schemas.tables.conftest import toilets

MOST_TABS = 200


def tab_to(page: Page, test: str) -> None:
    """Press Tab until the focused element `e` passes a test, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {test}; }})()"):
            return
    raise AssertionError(f"the keyboard does not reach: {test}")


def test_a_messy_csv_is_mended_and_published_by_keyboard(
    portal: Portal, sample: dict[str, str], new_context: NewContext, tmp_path: Path
):
    path = tmp_path / "公衆トイレ一覧.csv"
    path.write_bytes(toilets(rows=6, faults=3))
    page = new_context(login=True).new_page()
    page.goto(f"{portal.url}/dataset/{sample['private']}/resource/new")
    page.set_input_files("input[type=file][name=upload]", path)  # no key opens a file of a test
    tab_to(page, "e.name === 'save' && e.value === 'go-dataset-complete'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = portal.action("package_show", id=sample["private"])["resources"][-1]
    portal.do_jobs()
    address = f"{portal.url}/dataset/{sample['private']}/resource/{found['id']}"
    page.goto(address)
    tab_to(page, "(e.getAttribute('href') || '').endsWith('/findings')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings")
    assert "９時" in page.locator(".kanazawa-schemas-findings").inner_text()
    page.goto(address)
    tab_to(page, "(e.getAttribute('href') || '').endsWith('/repairs')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/repairs")
    tab_to(page, "e.id === 'repair-time'")
    with page.expect_response("**/repairs/preview**"):
        page.keyboard.press("Space")
    with page.expect_response("**/repairs/preview**"):
        page.keyboard.press("Space")
    tab_to(page, "e.name === 'publish' && e.value === 'mended'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/resource/{found['id']}")
    portal.do_jobs()
    kept = portal.action("kanazawa_schemas_repair_preview", resource_id=found["id"])
    assert kept["publish"] is True
