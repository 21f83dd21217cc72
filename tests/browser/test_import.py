"""By keyboard alone: a folder is sent as a ZIP, tried, taken in, and its result read."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, layout
from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.portal import Portal
from tests.browser.test_mend import tab_to
from tests.browser.test_pages import keep_picture
from tests.schemas.tables.bulk.conftest import row, sheet_bytes
from tests.schemas.tables.bulk.test_web import packed
from tests.schemas.tables.conftest import toilets

WORDS = {
    "ja": {"tried": "試し終わりました", "refused": "受け付けず", "in": "登録が終わりました"},
    "en": {"tried": "Tried; nothing is changed", "refused": "refused", "in": "Taken in"},
}


def folder_of(key: str) -> bytes:
    """Return a ZIP of two datasets, one of which names a file that is not there."""
    rows = [row(f"{key}-ok", "一覧.csv"), row(f"{key}-no", "none.csv")]
    return packed({"datasets.csv": sheet_bytes(rows), "一覧.csv": toilets()})


def press(page: Page) -> None:
    """Press what has the focus, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def assert_legible(page: Page, name: str) -> None:
    """See that nothing is cut off or hard to read."""
    settle(page)
    keep_picture(page, f"import-{name}")
    assert [*layout.troubles(page), *axe.violations(page)] == []
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize(("width", "language"), [(1280, "ja"), (390, "en")])
def test_a_folder_is_tried_and_taken_in_by_keyboard(
    portal: Portal, new_context: NewContext, tmp_path: Path, width: int, language: str
):
    say = WORDS[language]
    key = f"folder-{secrets.token_hex(4)}"
    path = tmp_path / f"{key}.zip"
    path.write_bytes(folder_of(key))
    page = new_context(width=width, login=True).new_page()
    # Listened to this early, no dialog opens before Chromium knows that it is to be left out.
    page.on("filechooser", lambda chooser: chooser.set_files(path))
    page.goto(f"{portal.url}{'' if language == 'ja' else '/en'}/tables/import")
    assert_legible(page, f"form-{language}")
    tab_to(page, "e.id === 'field-upload'")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('field-upload').files.length === 1")
    tab_to(page, "e.type === 'submit' && e.closest('form').enctype === 'multipart/form-data'")
    press(page)
    portal.do_jobs()
    # The page follows by itself.
    state = page.locator("#import-state")
    expect(state).to_contain_text(say["tried"], timeout=30_000)
    expect(state).to_contain_text(say["refused"])
    assert_legible(page, f"tried-{language}")
    tab_to(page, "e.type === 'submit' && e.closest('.kanazawa-schemas-run')")
    press(page)
    portal.do_jobs()
    expect(state).to_contain_text(say["in"], timeout=30_000)
    assert_legible(page, f"result-{language}")
    tab_to(page, "e.tagName === 'A' && e.closest('#import-state') && e.href.endsWith('.csv')")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    result = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert f"{key}-ok" in result
    tab_to(page, f"e.tagName === 'A' && e.textContent.includes('{key}-ok')")
    press(page)
    expect(page.locator("h1")).to_contain_text(f"{key}-ok")
