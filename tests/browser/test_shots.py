"""Pictures of every page, for people to look at: KANAZAWA_SHOTS=folder pytest tests/browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.sitemap import LANGUAGES, STOPS, Stop, address

FOLDER = os.environ.get("KANAZAWA_SHOTS")


@pytest.mark.skipif(not FOLDER, reason="KANAZAWA_SHOTS names no folder for pictures")
@pytest.mark.parametrize("contrast", ["standard", "high"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_picture(
    portal: Portal,
    sample: dict[str, str],
    new_context: NewContext,
    stop: Stop,
    language: str,
    contrast: str,
):
    folder = Path(FOLDER or "")
    folder.mkdir(parents=True, exist_ok=True)
    page = new_context(login=stop.login, contrast=contrast).new_page()
    page.goto(address(portal, stop, language, sample))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        picture = folder / f"{stop.name}-{language}-{width}-{contrast}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 0
