"""Held and withdrawn editions: editors are told and decide with one click, visitors see none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser import axe, layout
from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.editions import FIRST, ROWS, SECOND, SECRET
from tests.browser.portal import Portal
from tests.browser.test_pages import keep_picture

# What editors read and press.
WORDS = {
    "ja": {
        "personal": "個人に関する情報が含まれているようです",
        "held": "まだ公開されていません",
        "publish": "公開する",
        "may be public": "公開してよい",
        "take back": "公開を取りやめる",
        "again": "もう一度公開する",
        "taken back": "取りやめ",
        "latest": "最新",
    },
    "en": {
        "personal": "seems to hold personal data",
        "held": "Visitors do not see it yet.",
        "publish": "Publish it",
        "may be public": "It may be public",
        "take back": "Take it back",
        "again": "Show it again",
        "taken back": "Taken back",
        "latest": "Latest",
    },
}
NOTICE = ".kanazawa-schemas-notice"


@dataclass
class Files:
    """Two files of a language.

    Attributes:
        held, public: resources whose second edition is held back, or public.
    """

    portal: Portal
    language: str
    dataset: str
    held: str
    public: str

    def say(self, key: str) -> str:
        return WORDS[self.language][key]

    def address(self, resource: str) -> str:
        prefix = "" if self.language == "ja" else f"/{self.language}"
        return f"{self.portal.url}{prefix}/dataset/{self.dataset}/resource/{resource}"

    def rows(self, resource: str, label: str = "latest") -> int | None:
        """Return how many rows visitors get; None where there is nothing for them."""
        answer = requests.get(f"{self.portal.url}/tables/{resource}/{label}.csv", timeout=30)
        if answer.status_code == 404:
            return None
        return len(answer.content.splitlines()) - 1


@pytest.fixture(scope="module")
def made(portal: Portal, sample: dict[str, str]) -> dict[str, Files]:
    """Make the files of both languages."""
    script = (sys.executable, "-m", "tests.browser.editions")
    told = portal.run(*script, str(portal.ini), sample["organization"])
    lines = [line.split() for line in told.strip().splitlines()[-2:]]
    return {
        language: Files(portal, language, *names)
        for language, names in zip(("ja", "en"), lines, strict=True)
    }


@pytest.fixture(params=("ja", "en"))
def files(request: pytest.FixtureRequest, made: dict[str, Files]) -> Files:
    """Return the files of a language."""
    return made[request.param]


@pytest.fixture
def editor(new_context: NewContext) -> Iterator[Page]:
    """Return the page of somebody who may edit."""
    return new_context(login=True).new_page()


def assert_visitor_sees_the_first(page: Page, files: Files, resource: str) -> None:
    """See that a visitor finds the first edition, and no word of the second."""
    page.goto(files.address(resource))
    expect(page.locator(NOTICE)).to_have_count(0)
    seen = page.content()
    assert FIRST in seen
    assert SECOND[resource == files.held] not in seen
    assert SECRET not in seen
    assert page.locator(".kanazawa-schemas-editions tbody tr").count() == 1
    page.goto(files.address(resource).rsplit("/resource/", 1)[0])
    expect(page.locator(NOTICE)).to_have_count(0)
    assert files.rows(resource) == ROWS[0]


def assert_legible(page: Page, name: str) -> None:
    """See that nothing is cut off or hard to read, on a telephone and on a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        keep_picture(page, f"editions-{name}-{width}")
        assert [*layout.troubles(page), *axe.violations(page)] == []


def labels(page: Page) -> list[str]:
    """Return the dates of the editions, newest first."""
    cells = page.locator(".kanazawa-schemas-editions tbody th").all_inner_texts()
    return [cell.split()[0] for cell in cells]


def test_held_edition_is_shown_to_editors_alone_until_they_publish_it(
    files: Files, page: Page, editor: Page
):
    assert_visitor_sees_the_first(page, files, files.held)
    editor.goto(files.address(files.held))
    notice = editor.locator(NOTICE)
    expect(notice).to_contain_text(files.say("personal"))
    expect(notice).to_contain_text(files.say("held"))
    assert_legible(editor, f"held-{files.language}")
    second, first = labels(editor)
    assert files.rows(files.held, second) is None
    notice.get_by_role("button", name=files.say("publish")).click()
    expect(notice).to_have_count(0)
    rows = editor.locator(".kanazawa-schemas-editions tbody tr")
    expect(rows.filter(has_text=second).first).to_contain_text(files.say("latest"))
    assert (files.rows(files.held), files.rows(files.held, first)) == (ROWS[1], ROWS[0])


def test_public_edition_is_taken_back_and_the_earlier_one_is_the_latest_again(
    files: Files, page: Page, editor: Page
):
    assert files.rows(files.public) == ROWS[1]
    page.goto(files.address(files.public))
    expect(page.locator(NOTICE)).to_have_count(0)
    # Editors are told where they come by: on the page of the dataset, too.
    editor.goto(files.address(files.public).rsplit("/resource/", 1)[0])
    expect(editor.locator(NOTICE).first).to_contain_text(files.say("personal"))
    editor.goto(files.address(files.public))
    notice = editor.locator(NOTICE)
    assert_legible(editor, f"public-{files.language}")
    expect(notice.get_by_role("button", name=files.say("may be public"))).to_be_visible()
    second, _first = labels(editor)
    notice.get_by_role("button", name=files.say("take back")).click()
    expect(notice).to_have_count(0)
    rows = editor.locator(".kanazawa-schemas-editions tbody tr")
    expect(rows.nth(0)).to_contain_text(files.say("taken back"))
    expect(rows.nth(1)).to_contain_text(files.say("latest"))
    assert_legible(editor, f"taken-back-{files.language}")
    assert files.rows(files.public, second) is None
    assert_visitor_sees_the_first(page, files, files.public)
    rows.nth(0).get_by_role("button", name=files.say("again")).click()
    expect(rows.nth(0)).to_contain_text(files.say("latest"))
    assert files.rows(files.public) == ROWS[1]
