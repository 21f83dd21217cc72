"""No page breaks a rule of WCAG 2.2 AA that a program can check.

What a program cannot check needs eyes: `KANAZAWA_SHOTS=folder ./portal test
tests/browser/test_accessibility.py` leaves a picture of every page it opens there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.sitemap import LANGUAGES, STOPS, Stop, address

WIDTHS = (1280, 390)
CONTRASTS = ("standard", "high")
SHOTS = os.environ.get("KANAZAWA_SHOTS")


def keep_picture(page: Page, name: str) -> None:
    """Save the whole page for people to look at, where they asked for it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def looks(stop: Stop) -> Iterator[tuple[str, str]]:
    """Return the languages and contrasts to see a page in.

    Visitors' pages in all four pairs; working pages, which are many and share their
    pieces, once in each language and once in each contrast.
    """
    pairs = product(LANGUAGES, CONTRASTS)
    yield from zip(LANGUAGES, CONTRASTS, strict=True) if stop.login else pairs


VIEWS = [(stop, *look) for stop in STOPS for look in looks(stop)]


@pytest.mark.parametrize(
    ("stop", "language", "contrast"), VIEWS, ids=lambda part: getattr(part, "name", part)
)
def test_axe_finds_nothing(
    portal: Portal,
    sample: dict[str, str],
    new_context: NewContext,
    stop: Stop,
    language: str,
    contrast: str,
):
    page = new_context(login=stop.login, contrast=contrast).new_page()
    answer = page.goto(address(portal, stop, language, sample))
    assert answer and answer.status == stop.status
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        keep_picture(page, f"{stop.name}-{language}-{width}-{contrast}")
        found += [f"{width} px: {line}" for line in axe.violations(page)]
    assert not found, "\n".join(found)
