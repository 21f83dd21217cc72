"""What a clerk gets wrong is said beside the field, and nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.chromium import settle
from tests.browser.conftest import NewContext
from tests.browser.forms import save
from tests.browser.portal import Portal

REQUIRED = ("title_translated-ja", "notes_translated-ja")
# The message is tied to its field, so that screen readers read both together.
DESCRIBED = """(field) => {
  const ids = (field.getAttribute("aria-describedby") || "").split(/\\s+/).filter(Boolean);
  return ids.map((id) => document.getElementById(id)?.innerText || "").join(" ");
}"""


@pytest.fixture()
def form(portal: Portal, new_context: NewContext) -> Page:
    return new_context(login=True).new_page()


@pytest.mark.parametrize(("prefix", "japanese"), [("", True), ("/en", False)])
class TestDatasetForm:
    def test_an_empty_form_names_each_missing_field(
        self, portal: Portal, form: Page, prefix: str, japanese: bool
    ):
        form.goto(f"{portal.url}{prefix}/dataset/new")
        submit_past_the_browser(form)
        for name in REQUIRED:
            field = form.locator(f"[name='{name}']")
            message = field.evaluate(DESCRIBED)
            assert field.get_attribute("aria-invalid") == "true", name
            assert message.strip(), name
            assert any("ぁ" <= sign <= "ん" for sign in message) == japanese, message
        settle(form)
        assert axe.violations(form) == []

    def test_what_was_typed_is_kept(self, portal: Portal, form: Page, prefix: str, japanese: bool):
        form.goto(f"{portal.url}{prefix}/dataset/new")
        title = '題名だけの<データ>&"一覧"'
        form.fill("[name='title_translated-ja']", title)
        form.locator("[name=kanazawa_theme]").nth(2).check()
        form.select_option("[name=license_id]", value="CC0-1.0")
        submit_past_the_browser(form)
        assert form.input_value("[name='title_translated-ja']") == title
        assert form.locator("[name=kanazawa_theme]").nth(2).is_checked()
        assert form.input_value("[name=license_id]") == "CC0-1.0"

    def test_nothing_is_saved(self, portal: Portal, form: Page, prefix: str, japanese: bool):
        before = portal.action("package_search", include_drafts=True, rows=0)["count"]
        form.goto(f"{portal.url}{prefix}/dataset/new")
        form.fill("[name='title_translated-ja']", "題名だけ")
        submit_past_the_browser(form)
        assert portal.action("package_search", include_drafts=True, rows=0)["count"] == before


class TestLogin:
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_a_wrong_password_is_said_so(self, portal: Portal, page: Page, prefix: str):
        page.goto(f"{portal.url}{prefix}/user/login")
        page.fill("input[name=login]", "admin")
        page.fill("input[name=password]", "wrong")
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("load")
        alert = page.locator(".alert, [role=alert], .error-block").first
        text = alert.inner_text()
        assert text.strip()
        assert any("ぁ" <= sign <= "ん" for sign in text) == (prefix == "")


def submit_past_the_browser(page: Page) -> None:
    """Save without the checks of the browser itself, which would stop an empty form."""
    page.evaluate(
        "document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })"
    )
    save(page)
