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

# What is squeezed in the header: a name of three lines or more, a sign that has shrunk,
# parts that lie over each other, words in the search field that are cut off.
HEADER = """() => {
  const found = [];
  const name = document.querySelector(".kz-logo-text");
  const line = parseFloat(getComputedStyle(name).lineHeight);
  if (name.offsetHeight > 2.5 * line) found.push(`name is ${name.offsetHeight} px high`);
  const sign = document.querySelector(".kz-logo img").getBoundingClientRect().width;
  if (sign < 40) found.push(`sign is ${sign} px wide`);
  const parts = [...document.querySelector(".kz-masthead > .container").children]
    .filter((part) => part.checkVisibility())
    .map((part) => [part.className, part.getBoundingClientRect()]);
  parts.forEach(([one, a], index) => parts.slice(index + 1).forEach(([other, b]) => {
    const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    if (!apart) found.push(`${one} over ${other}`);
  }));
  const field = document.querySelector("#field-sitewide-search");
  if (field) {
    field.value = field.placeholder;
    if (field.scrollWidth > field.clientWidth) found.push("placeholder is cut off");
    field.value = "";
  }
  return found;
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
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        assert page.evaluate(OVERFLOW) == [], f"sideways scrolling at {width} px"
        assert page.evaluate(HEADER) == [], f"header at {width} px"
    expected = [f"{stop.status}: {url}"] if stop.status >= 400 else []
    troubles = [line for line in witness.troubles if f"status of {stop.status}" not in line]
    assert troubles == expected
