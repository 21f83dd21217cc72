"""By keyboard alone: the pages of the overview of the tables."""

from __future__ import annotations

import pytest

from tests.browser import axe, layout
from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.test_mend import tab_to
from tests.browser.test_pages import keep_picture


@pytest.mark.parametrize(("width", "prefix"), [(1280, ""), (390, "/en")])
def test_pages_lead_on_and_back(
    portal: Portal, sample: dict[str, str], new_context: NewContext, width: int, prefix: str
):
    page = new_context(width=width, login=True).new_page()
    page.goto(f"{portal.url}{prefix}/tables/overview")
    first = page.locator("#worst-first ~ * tbody th").all_inner_texts()
    for way, number in (("next", "2"), ("prev", "1")):
        tab_to(page, f"e.rel === '{way}'")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith(f"/tables/overview?page={number}")
        settle(page)
        keep_picture(page, f"overview-{width}-{number}")
        assert [*layout.troubles(page), *axe.violations(page)] == []
        shown = page.locator("#worst-first ~ * tbody th").all_inner_texts()
        assert shown and (shown == first) is (number == "1")
