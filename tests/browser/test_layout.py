"""Pages fit narrow screens, run without errors, and speak the language of their address."""

from __future__ import annotations

import pytest

from tests.browser.chromium import Witness, settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.sitemap import LANGUAGES, STOPS, Stop, address

# The widest elements that stand out, so that a failure says what to mend.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
  return [`page ${document.documentElement.scrollWidth}`, ...wide.slice(0, 8)];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_page_fits_and_runs_clean(
    portal: Portal,
    sample: dict[str, str],
    new_context: NewContext,
    witness: Witness,
    stop: Stop,
    language: str,
):
    page = new_context(login=stop.login).new_page()
    url = address(portal, stop, language, sample)
    page.goto(url)
    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").count() == 1
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        assert page.evaluate(OVERFLOW) == [], f"sideways scrolling at {width} px"
    expected = [f"{stop.status}: {url}"] if stop.status >= 400 else []
    troubles = [line for line in witness.troubles if f"status of {stop.status}" not in line]
    assert troubles == expected
