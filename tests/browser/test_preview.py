"""Tables are seen by keyboard: sorted, filtered, searched, mapped, charted; links lead back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.chromium import Witness
from tests.browser.portal import Portal

ROWS = ".kz-preview-table tbody tr"


@pytest.fixture
def address(portal: Portal, sample: dict[str, str]) -> str:
    """Return the address of the table of sample places."""
    return f"{portal.url}/dataset/{sample['places']}/resource/{sample['places_table']}/table"


@contextmanager
def served(html: str) -> Iterator[str]:
    """Serve a page at an address of its own, as another site's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Put the focus on something and press a key."""
    page.locator(selector).focus()
    page.keyboard.press(key)


def settled(page: Page) -> None:
    """Wait until what was fetched stands in the page, and the focus is where it was."""
    busy = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
    page.wait_for_function(f"!document.querySelector('{busy}')")


class TestKeyboard:
    def test_sorts_filters_and_searches_without_leaving_the_page(
        self, page: Page, address: str, witness: Witness
    ):
        page.goto(address)
        page.evaluate("window.stayed = true")
        capacity = page.locator("thead a", has_text="収容人数")
        capacity.focus()
        page.keyboard.press("Enter")
        expect(page.locator("th[aria-sort=ascending]")).to_contain_text("収容人数")
        page.wait_for_function("document.activeElement.innerText.startsWith('収容人数')")
        settled(page)
        page.locator("#kz-preview-q").focus()
        page.keyboard.type("公園")
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).to_have_text("20 件")
        settled(page)
        press(page, "#kz-preview-filters")
        page.select_option("#kz-preview-filter", "収容人数")
        press(page, "#kz-preview-apply")
        page.locator("input[name='min.収容人数']").wait_for()
        settled(page)
        page.locator("input[name='min.収容人数']").focus()
        page.keyboard.type("300")
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).not_to_have_text("20 件")
        settled(page)
        assert page.evaluate("window.stayed")
        shown = page.locator(ROWS).all_inner_texts()
        page.goto(page.url)
        assert page.locator(ROWS).all_inner_texts() == shown
        assert not witness.troubles

    def test_a_link_to_a_row_leads_to_it(self, page: Page, address: str):
        page.goto(f"{address}?row=57&size=25")
        marked = page.locator("#kz-preview-marked")
        expect(marked).to_be_in_viewport()
        expect(marked).to_contain_text("見本公園57")

    def test_the_table_is_skipped_and_scrolled(self, page: Page, address: str):
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(address)
        region = page.locator(".kz-preview-scroll")
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.kz-preview-scroll').scrollLeft > 0")
        press(page, ".kz-preview-skip")
        assert page.evaluate("document.activeElement.id") == "kz-preview-end"

    def test_the_page_of_the_file_shows_the_table_when_it_is_seen(
        self, page: Page, address: str, witness: Witness
    ):
        page.goto(address.removesuffix("/table"))
        expect(page.locator(ROWS).first).to_be_visible()
        page.locator("#kz-preview-later").click()
        expect(page.locator(ROWS).first).to_contain_text("26")
        assert page.url == address.removesuffix("/table")
        assert not witness.troubles


class TestWithoutJavaScript:
    def test_links_and_forms_do_the_same(self, browser, address: str):
        context = browser.new_context(java_script_enabled=False, locale="ja-JP")
        page = context.new_page()
        page.goto(address)
        page.locator("#kz-preview-q").fill("学校")
        page.locator("#kz-preview-go").click()
        page.locator("thead a").first.click()
        expect(page.locator("[data-total]")).to_have_text("20 件")
        expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
        context.close()


class TestMap:
    @pytest.fixture
    def map(self, page: Page, address: str) -> Page:
        """Open the map by keyboard, as far as its marks."""
        page.goto(f"{address}?is.種別=公園")
        press(page, "#kz-preview-map")
        page.locator(".kz-map-cluster, .kz-map-point").first.wait_for()
        return page

    def test_asks_no_other_site_and_shows_what_the_table_shows(self, map: Page, witness: Witness):
        expect(map.locator("[data-inside]")).to_have_text("表示範囲：19 件")
        expect(map.locator("[data-note]")).to_contain_text("1 件")
        expect(map.locator(".kz-map-list button")).to_have_count(19)
        assert "is.%E7%A8%AE%E5%88%A5" in map.url
        assert not axe.violations(map)
        assert not witness.troubles

    def test_a_place_opens_from_the_list_and_closes_again(self, map: Page, witness: Witness):
        button = map.locator(".kz-map-list button").first
        name = button.inner_text()
        button.focus()
        map.keyboard.press("Enter")
        expect(map.locator(".kz-record h2")).to_have_text(name)
        expect(map.locator(".kz-map-popup")).to_be_focused()
        assert not axe.violations(map)
        map.keyboard.press("Escape")
        expect(map.locator(".kz-map-popup")).to_have_count(0)
        expect(button).to_be_focused()
        assert not witness.troubles

    def test_clusters_open_by_keyboard_until_there_are_points(self, map: Page):
        for _ in range(12):
            if not map.locator(".kz-map-cluster").count():
                break
            press(map, ".kz-map-cluster >> nth=0")
            map.wait_for_timeout(200)
        press(map, ".kz-map-point >> nth=0")
        expect(map.locator(".kz-record")).to_be_visible()

    def test_without_a_base_map_the_grid_has_degrees_and_names(self, map: Page):
        degrees = map.locator(".kz-map-degree")
        expect(degrees.first).to_contain_text("°")
        assert "金沢市" in map.locator(".kz-map-area").all_inner_texts()

    def test_stops_and_routes_of_a_timetable_are_drawn(
        self, page: Page, portal: Portal, sample: dict[str, str], witness: Witness
    ):
        page.goto(f"{portal.url}/dataset/{sample['faulty']}/resource/{sample['timetable']}/table")
        expect(page.locator("path.kz-map-route").first).to_have_css("fill", "none")
        page.locator(".kz-map-cluster, .kz-map-point").first.wait_for()
        button = page.locator(".kz-map-list button").first
        name = button.inner_text()
        button.click()
        expect(page.locator(".kz-map-popup")).to_contain_text(name)
        assert not witness.troubles


def test_a_chart_has_the_same_numbers_as_its_table(page: Page, address: str, witness: Witness):
    page.goto(f"{address}?x=種別")
    press(page, "#kz-preview-chart")
    page.locator(".kz-chart svg[role=img]:visible").wait_for()
    drawn = page.locator(".kz-chart svg[role=img]:visible text").all_text_contents()
    rows = page.locator(".kz-preview-table tbody tr")
    assert rows.count() == 3
    for row in rows.all():
        label, number = row.locator("th, td").all_inner_texts()
        assert {label, number} <= set(drawn)
    assert not witness.troubles


def test_paper_says_where_the_rows_are_from_and_has_no_buttons(page: Page, address: str):
    page.goto(f"{address}?is.種別=公園")
    page.emulate_media(media="print")
    assert "石川県" in page.locator(".kz-preview-source").inner_text()
    assert page.locator(".kz-preview-paper").last.inner_text().startswith("http")
    expect(page.locator(".kz-preview-chosen")).to_contain_text("公園")
    expect(page.locator("#kz-preview-go")).to_be_hidden()
    expect(page.locator("#kz-preview-columns")).to_be_hidden()
    expect(page.locator(ROWS)).to_have_count(20)


def test_a_map_stands_in_a_page_of_another_site(page: Page, address: str):
    page.goto(f"{address}?view=map")
    page.locator(".kz-preview-share summary").click()
    code = page.locator("#kz-preview-code").input_value()
    with served(code) as other_site:
        page.goto(other_site)
        frame = page.frame_locator("iframe")
        frame.locator(".kz-map-cluster, .kz-map-point").first.wait_for()
        expect(frame.get_by_role("link", name="金沢市オープンデータポータルで開く")).to_be_visible()
