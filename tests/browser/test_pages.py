"""Every page keeps the rules of WCAG 2.2 AA that a program can check, fits, and runs clean.

What a program cannot check needs eyes: `KANAZAWA_SHOTS=folder ./portal test
tests/browser/test_pages.py` leaves a picture of every page it opens there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import axe, layout
from tests.browser.chromium import Witness, settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.sitemap import STOPS, Stop, address

# 320 px is what 1280 px become when a reader enlarges the page to 400 % (WCAG 1.4.10).
WIDTHS = (1280, 390, 320)
AXE_WIDTHS = (1280, 390)
# Every page in both languages and in both contrasts; colours do not depend on the language.
LOOKS = (("ja", "standard"), ("en", "high"))
SHOTS = os.environ.get("KANAZAWA_SHOTS")


def keep_picture(page: Page, name: str) -> None:
    """Save the whole page for people to look at, where they asked for it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def visit(page: Page, stop: Stop, look: str) -> list[str]:
    """Return what is wrong with the open page, at every width."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        found += [f"{width} px: {line}" for line in layout.troubles(page)]
        if width in AXE_WIDTHS:
            keep_picture(page, f"{stop.name}-{look}-{width}")
            found += [f"{width} px: {line}" for line in axe.violations(page)]
    return found


@pytest.mark.parametrize(("language", "contrast"), LOOKS)
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_page_is_accessible_fits_and_runs_clean(
    portal: Portal,
    sample: dict[str, str],
    new_context: NewContext,
    witness: Witness,
    stop: Stop,
    language: str,
    contrast: str,
):
    page = new_context(login=stop.login, contrast=contrast).new_page()
    url = address(portal, stop, language, sample)
    answer = page.goto(url)
    assert answer and answer.status == stop.status
    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").count() == 1
    found = visit(page, stop, f"{language}-{contrast}")
    assert not found, "\n".join(found)
    expected = [f"{stop.status}: {url}"] if stop.status >= 400 else []
    troubles = [line for line in witness.troubles if f"status of {stop.status}" not in line]
    assert troubles == expected
