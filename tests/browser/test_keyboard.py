"""Everything a visitor needs can be reached and seen with the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewContext
from tests.browser.portal import Portal

MOST_TABS = 250
# What has the focus, and whether a sighted person can tell: an outline, a shadow, or the
# element itself drawn differently from when it has no focus.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const looks = (s) => [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor,
    s.backgroundColor, s.textDecorationLine].join("|");
  const style = getComputedStyle(e);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const focused = looks(style);
  const box = e.getBoundingClientRect();
  e.blur();
  const plain = looks(getComputedStyle(e));
  e.focus({preventScroll: true, focusVisible: true});
  return {
    tag: e.tagName, name: e.getAttribute("name") || "", href: e.getAttribute("href") || "",
    text: (e.innerText || e.getAttribute("aria-label") || "").trim().slice(0, 40),
    inside: e.closest("main, [role=main]") ? "main" : e.closest("header") ? "header"
      : e.closest("footer") ? "footer" : "",
    visible: (outlined || focused !== plain) && box.width > 0 && box.height > 0,
  };
}"""


@dataclass
class Focus:
    """An element that took the focus."""

    tag: str
    name: str
    href: str
    text: str
    inside: str
    visible: bool


def tab_through(page: Page) -> list[Focus]:
    """Press Tab from the top of the page until the focus leaves it; return what it met."""
    met: list[Focus] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            return met
        met.append(Focus(**found))
    raise AssertionError(f"the focus does not leave the page; last: {met[-3:]}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/dataset/", "/dataset/{dataset}", "/en/dataset/"])
class TestKeyboard:
    def test_focus_is_seen_everywhere_and_never_trapped(
        self, portal: Portal, sample: dict[str, str], new_context: NewContext, path: str, width: int
    ):
        page = new_context(width=width).new_page()
        page.goto(portal.url + path.format(**sample))
        met = tab_through(page)
        assert met
        assert [focus for focus in met if not focus.visible] == []
        assert met[0].href == "#content", "the first stop is the link to the content"
        assert {"header", "main", "footer"} <= {focus.inside for focus in met}


class TestReach:
    def test_skip_link_leads_to_the_content(self, portal: Portal, page: Page):
        page.goto(f"{portal.url}/dataset/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#content')")

    def test_search_with_the_keyboard_leads_to_a_result(self, portal: Portal, page: Page):
        page.goto(portal.url)
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "q":
                break
        page.keyboard.type("公共")
        page.keyboard.press("Enter")
        page.wait_for_url("**/dataset/**q=*")
        links = [focus.href for focus in tab_through(page) if focus.inside == "main"]
        assert any(href.startswith("/dataset/") and "?" not in href for href in links)

    def test_files_are_put_in_order_with_the_keyboard(
        self, portal: Portal, sample: dict[str, str], new_context: NewContext
    ):
        page = new_context(login=True).new_page()
        page.goto(f"{portal.url}/dataset/resources/{sample['dataset']}")
        names = page.locator("ol .heading").all_inner_texts()
        button = page.locator("button[name=down]").first
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**moved=**")
        assert page.locator("ol .heading").all_inner_texts() == [names[1], names[0], *names[2:]]
        assert names[0] in page.evaluate("document.activeElement.innerText")
        page.locator("button[name=up]:not([disabled])").first.press("Enter")
        page.wait_for_url("**step=up**")
        assert page.locator("ol .heading").all_inner_texts() == names

    def test_a_dataset_is_followed_and_no_longer_with_one_key(
        self, portal: Portal, sample: dict[str, str], new_context: NewContext
    ):
        page = new_context(login=True).new_page()
        page.goto(f"{portal.url}/dataset/edit/{sample['dataset']}")
        for label in ("フォロー", "フォローをやめる"):
            assert page.locator("#package-info button").inner_text().strip() == label
            page.locator("#package-info button").focus()
            with page.expect_response("**/dataset/*follow/**"):
                page.keyboard.press("Enter")
            page.wait_for_function(
                "label => document.querySelector('#package-info button').innerText.trim() != label",
                arg=label,
            )
            assert page.evaluate("document.activeElement.id") == "package-info-follow"
            page.reload()
