"""A steward at work, in Japanese or English: uploads, mends, matches columns, publishes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import Witness
from tests.browser.forms import save, upload
from tests.browser.portal import Portal

NAME = "steward"
# The column of the format that the kind of a plot is dragged to.
KIND = "説明"
SUMMARY = "#kanazawa-schemas-summary"
# What the steward reads and presses.
WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "waits": "ファイルを調べる順番を待っています。",
        "being examined": "調べています",
        "events": "51 行。直すべき点 54、うち 54 は自動で直せます。",
        "mended": "直した表を公開しています。",
        "plots": "9 行。直すべき点はありません。",
        "matched": "「公共施設一覧」",
        "see": "見つかった点を見る",
        "mend": "直す",
        "publish": "直した表を公開する",
        "match": "列を対応させる",
        "format": "公共施設一覧",
        "keep": "保存して公開する",
        "severity": "重要度",
    },
    "en": {
        "waits": "The file waits for its turn.",
        "being examined": "Being examined",
        "events": "51 rows. 54 things to mend, 54 of them automatically.",
        "mended": "Published is the mended copy.",
        "plots": "9 rows. Nothing to mend.",
        "matched": "“Public facilities”",
        "see": "See what was found",
        "mend": "Mend",
        "publish": "Publish the mended copy",
        "match": "Match columns",
        "format": "Public facilities",
        "keep": "Keep and publish so",
        "severity": "Severity",
    },
}


@dataclass
class Steward:
    """Somebody who edits the data of one organisation.

    Attributes:
        language: of the pages.
        dataset: its name.
        resources: "events" and "plots" → id.
        seen: what was seen on the way, for tests to judge.
    """

    portal: Portal
    witness: Witness
    page: Page
    language: str
    dataset: str
    resources: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def say(self, key: str) -> str:
        """Return a text in the steward's language."""
        return WORDS[self.language][key]

    def address(self, key: str = "", part: str = "") -> str:
        """Return the address of the dataset, or of a file's page."""
        prefix = "" if self.language == "ja" else f"/{self.language}"
        found = f"{self.portal.url}{prefix}/dataset/{self.dataset}"
        return f"{found}/resource/{self.resources[key]}{part}" if key else found

    def upload(self, key: str, path: Path) -> None:
        """Add a file through the form, and note what the dataset says of it."""
        self.page.goto(f"{self.address()}/resource/new")
        upload(self.page, path)
        save(self.page, "go-dataset-complete")
        link = self.page.locator(".resource-item").last.locator("h3 a")
        self.resources[key] = str(link.get_attribute("href")).rsplit("/", 1)[1]
        self.seen[f"{key} on arrival"] = self.page.locator(".resource-item").last.inner_text()

    def publish_mended(self, key: str) -> None:
        """Look at the repairs, switch one off and on again, and publish the mended copy."""
        self.page.goto(self.address(key))
        self.page.get_by_role("link", name=self.say("mend"), exact=True).click()
        cells = self.page.locator("#kanazawa-schemas-cells tbody tr")
        self.seen["cells"] = [cells.count()]
        switch = self.page.locator("input[name=on]").first
        for _ in range(2):
            with self.page.expect_response("**/repairs/preview**"):
                switch.click()
            self.page.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling')")
            self.seen["cells"].append(cells.count())
        self.page.get_by_role("button", name=self.say("publish")).click()
        self.page.wait_for_url(f"**/resource/{self.resources[key]}")

    def match_columns(self, key: str) -> None:
        """Choose a format, drag one column onto another by mouse, and keep the matching."""
        self.page.goto(self.address(key))
        self.page.get_by_role("link", name=self.say("match"), exact=True).click()
        with self.page.expect_response("**/mapping?*"):
            self.page.locator("#mapping-query").press_sequentially(self.say("format"))
        offers = self.page.locator("#kanazawa-schemas-formats")
        offers.get_by_role("link", name=self.say("format"), exact=True).click()
        self.seen["guessed"] = self.page.locator("#target-2").input_value()
        with self.page.expect_response("**/mapping/preview"):
            self.page.drag_and_drop('[data-own="3"] label', f'[data-official="{KIND}"] strong')
        self.seen["dragged"] = self.page.locator("#target-3").input_value()
        expect(self.page.locator("#kanazawa-schemas-rows thead")).to_contain_text(
            self.seen["dragged"]
        )
        self.seen["filled"] = self.page.locator("[data-filled]", has_text="区分").count()
        self.page.get_by_role("button", name=self.say("keep")).click()
        self.page.wait_for_url(f"**/resource/{self.resources[key]}")


def make_account(portal: Portal, organization: str) -> str:
    """Make the steward, an editor of an organisation; return the password."""
    password = secrets.token_urlsafe(12)
    portal.action(
        "user_create",
        name=NAME,
        fullname="見本 太郎",
        email=f"{NAME}@example.com",
        password=password,
    )
    portal.action("organization_member_create", id=organization, username=NAME, role="editor")
    return password


def log_in(portal: Portal, browser: Browser, password: str) -> BrowserContext:
    """Log in as the steward."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="ja-JP", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{portal.url}/user/login")
    page.fill("input[name=login]", NAME)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/dashboard/**")
    page.close()
    return context
