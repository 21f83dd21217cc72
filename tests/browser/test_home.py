"""The home page is light, still, and talks to nobody else."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal

MOST_BYTES = 400_000
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 500);
})"""


def bytes_received(page: Page, url: str) -> int:
    """Return how many bytes the network carried for a page, headers included."""
    session = page.context.new_cdp_session(page)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return int(sum(sizes))


class TestHome:
    def test_first_visit_takes_few_bytes(self, portal: Portal, page: Page, record_property):
        received = bytes_received(page, portal.url)
        record_property("bytes", received)
        print(f"home page, first visit: {received:,} bytes")
        assert 10_000 < received < MOST_BYTES

    def test_second_visit_takes_the_assets_from_the_cache(self, portal: Portal, page: Page):
        first = bytes_received(page, f"{portal.url}/terms")
        second = bytes_received(page, f"{portal.url}/about")
        print(f"first page {first:,} bytes, next page {second:,} bytes")
        assert second < first / 3

    def test_nothing_moves_while_it_loads(self, portal: Portal, new_context: NewContext):
        for width in (390, 1280):
            page = new_context(width=width).new_page()
            page.goto(portal.url)
            settle(page)
            shift = page.evaluate(SHIFT)
            print(f"layout shift at {width} px: {shift}")
            assert shift < 0.01

    def test_page_works_without_javascript(self, portal: Portal, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(portal.url)
        search = page.locator("main input[name=q], [role=main] input[name=q]").first
        search.fill("公共")
        search.press("Enter")
        assert "/dataset/" in page.url
        context.close()
