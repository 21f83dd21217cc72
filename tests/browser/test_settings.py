"""Language and display settings stay with the reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Witness
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal


class TestLanguage:
    @pytest.mark.parametrize("path", ["/dataset/?q=施設", "/about", "/dataset/{dataset}"])
    def test_switch_keeps_the_page(
        self, portal: Portal, sample: dict[str, str], page: Page, path: str
    ):
        page.goto(portal.url + path.format(**sample))
        before = page.url
        page.locator("header a[hreflang=en], header a[lang=en]").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url == before.replace(portal.url, f"{portal.url}/en")
        page.locator("header a[hreflang=ja], header a[lang=ja]").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        assert page.url == before


class TestDisplay:
    def test_contrast_and_text_size_are_remembered(
        self, portal: Portal, new_context: NewContext, witness: Witness
    ):
        context = new_context()
        page = context.new_page()
        page.goto(portal.url)
        plain = font_size(page)
        choose(page, "contrast", "high")
        choose(page, "text_size", "xlarge")
        assert font_size(page) > plain
        colours = colours_of(page)
        other = context.new_page()
        other.goto(f"{portal.url}/en/about")
        assert font_size(other) > plain
        assert colours_of(other) == colours
        assert witness.troubles == []

    def test_settings_work_without_javascript(self, portal: Portal, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{portal.url}/about")
        plain = colours_of(page)
        choose(page, "contrast", "high")
        assert page.url == f"{portal.url}/about"
        assert colours_of(page) != plain
        context.close()


def choose(page: Page, field: str, value: str) -> None:
    """Press a button of the display settings, opening their panel where it is closed."""
    button = page.locator(f"button[name={field}][value={value}]:visible").first
    if button.count() == 0:
        page.locator("header details > summary:visible, header [aria-expanded=false]").first.click()
    button.click()
    page.wait_for_load_state("load")


def font_size(page: Page) -> float:
    """Return the size of running text in pixels."""
    script = "parseFloat(getComputedStyle(document.querySelector('#content p, p')).fontSize)"
    return page.evaluate(script)


def colours_of(page: Page) -> list[str]:
    """Return colours of text and background."""
    script = """() => { const s = getComputedStyle(document.body);
      const a = getComputedStyle(document.querySelector('#content a, main a'));
      return [s.color, s.backgroundColor, a.color]; }"""
    return page.evaluate(script)
