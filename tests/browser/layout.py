"""What is wrong with the layout of a page that is open: sideways scrolling, a squeezed header."""

from __future__ import annotations

from playwright.sync_api import Page

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
  // Views made for other sites' pages have no header.
  if (!name) return found;
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


def troubles(page: Page) -> list[str]:
    """Return what stands out of the window or is squeezed in the header, as it is shown now."""
    return [*page.evaluate(OVERFLOW), *page.evaluate(HEADER)]
