"""People who contribute and review, in the browser: each logged in, in a language of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, layout
from tests.browser.chromium import Witness, settle
from tests.browser.portal import Portal
from tests.browser.test_pages import keep_picture

NARROW, WIDE = 390, 1280
# How long a worker may take to examine or publish, with other tests beside it.
PATIENCE_MS = 60_000
SUBMITTED = ".kanazawa-contribute-badge.kanazawa-contribute-submitted"


@dataclass
class Somebody:
    """A person at their own browser.

    Attributes:
        language: of the pages.
        troubles: what axe, the layout and the developer tools found on the pages looked at.
    """

    portal: Portal
    page: Page
    witness: Witness
    language: str
    troubles: list[str] = field(default_factory=list)

    def address(self, path: str) -> str:
        """Return the address of a page in this person's language."""
        return self.portal.url + ("" if self.language == "ja" else f"/{self.language}") + path

    def open(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(self.address(path))

    def look(self, name: str) -> None:
        """Look at the page as it stands, wide and on a phone; keep pictures where asked for."""
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            settle(self.page)
            keep_picture(self.page, f"{name}-{self.language}-{width}")
            self.troubles += [f"{name} {width} px: {one}" for one in layout.troubles(self.page)]
        self.troubles += [f"{name}: {one}" for one in axe.violations(self.page)]

    def press(self, selector: str) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).last.click()

    def go_on(self) -> None:
        """Save a step of the form and go on to the next."""
        self.press("main button[name=go][value=on]:not([aria-hidden])")


@dataclass
class Contributor(Somebody):
    """Somebody who submits."""

    def begin(self, kind: str, **query: str) -> str:
        """Begin a submission; return its address."""
        self.open("/contribute/submissions/new" + (f"?dataset={query['dataset']}" if query else ""))
        self.look(f"contribute-new-{kind}")
        self.page.check(f"input[name=kind][value={kind}]")
        if self.page.locator("#field-municipality").count():
            self.page.select_option("#field-municipality", index=1)
        self.press("main form.kanazawa-contribute-form [type=submit]")
        return self.page.url.rsplit("/edit/", 1)[0]

    def add_file(self, name: str, content: bytes) -> None:
        """Drop a file on the field; the page shows it without being asked."""
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.set_input_files("#field-upload", file)  # type: ignore[arg-type]
        expect(self.page.locator(".kanazawa-contribute-files > li")).to_have_count(1)

    def credit(self, licence: str = "") -> None:
        """Say how to be credited, and under which licence."""
        self.page.locator("input[name=credit_how]").first.check()
        if licence:
            self.page.check(f"input[name=license_id][value='{licence}']")
        self.go_on()

    def declare(self) -> None:
        """Declare everything."""
        for name in ("right", "no_personal_data", "people_agreed"):
            self.page.check(f"#field-{name}")
        self.go_on()

    def submit(self, name: str) -> None:
        """Look over everything and submit it."""
        self.look(f"contribute-look-{name}")
        self.press("main form [type=submit].btn-primary")
        expect(self.page.locator(SUBMITTED)).to_be_visible()
        self.look(f"contribute-submitted-{name}")


@dataclass
class Reviewer(Somebody):
    """Somebody who decides."""

    def find(self, title: str) -> None:
        """Open a submission from the queue."""
        self.open("/review")
        self.press(f"main th a:has-text('{title}')")

    def decide(self, verb: str, fill: Callable[[Any], None] = lambda form: None) -> None:
        """Open one of the forms of the page, fill it in, and press its button."""
        form = self.page.locator(f"details.kanazawa-review-form:has(input[value={verb}])")
        if form.get_attribute("open") is None:
            form.locator("summary").first.click()
        fill(form)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").click()
        expect(self.page.locator(".flash-messages .alert-success").first).to_be_visible()

    def approve(self) -> None:
        """Approve what is open."""
        begin = self.page.locator("details:has(input[value=take])")
        if begin.count():
            self.decide("take")
        self.decide("approve")


def log_in(
    portal: Portal, browser: Browser, name: str, password: str, language: str
) -> dict[str, Any]:
    """Log somebody in; return what `Contributor` and `Reviewer` are made of."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": 900}, locale="ja-JP", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{portal.url}/user/login")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/dashboard/"))
    witness = Witness(portal.url)
    witness.watch(context)
    return {"portal": portal, "page": page, "witness": witness, "language": language}
