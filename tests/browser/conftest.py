"""Fixtures of the browser tests: one portal and one Chromium for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import Witness, launch
from tests.browser.content import make_sample
from tests.browser.portal import Portal

NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Start a portal with the demonstration content, on databases of its own."""
    portal = Portal(tmp_path_factory.mktemp("portal"))
    try:
        portal.prepare()
        portal.server.start()
        portal.load_demo()
        yield portal
    finally:
        portal.remove()


@pytest.fixture(scope="session")
def sample(portal: Portal) -> dict[str, str]:
    """Return the names and ids by which the addresses of pages are filled in."""
    return make_sample(portal)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; a missing one is an error, not a reason to skip."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def login_state(portal: Portal, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Log in once through the form; return the file with the cookies."""
    state = tmp_path_factory.mktemp("login") / "state.json"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{portal.url}/user/login")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", portal.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/dashboard/**")
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture()
def witness(portal: Portal) -> Witness:
    """Return what collects troubles of the pages opened in a test."""
    return Witness(portal.url)


@pytest.fixture()
def new_context(browser: Browser, witness: Witness, login_state: Path) -> Iterator[NewContext]:
    """Return a maker of watched contexts: new_context(width=390, login=True, contrast="high")."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, login: bool = False, contrast: str = "standard") -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="ja-JP",
            storage_state=login_state if login else None,
            reduced_motion="reduce",
        )
        if contrast != "standard":
            cookie = {"name": "kanazawa_contrast", "value": contrast, "url": witness.origin}
            context.add_cookies([cookie])  # type: ignore[list-item]
        witness.watch(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture()
def page(new_context: NewContext) -> Page:
    """Return an empty page of a visitor who is not logged in, 1280 pixels wide."""
    return new_context().new_page()
