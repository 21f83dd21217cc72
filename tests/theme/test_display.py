"""Text size and contrast: remembered in a cookie, without an account and without a script."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.theme.display import Display, read_display, safe_path

FORM = "/display-settings"


class TestReadDisplay:
    def test_nothing_chosen_is_standard(self):
        assert read_display({}) == Display("standard", "standard")

    def test_choices_are_read(self):
        cookies = {"kanazawa_text_size": "xlarge", "kanazawa_contrast": "high"}
        assert read_display(cookies) == Display("xlarge", "high")

    @pytest.mark.parametrize("value", ["", "huge", '"><script>', "大"])
    def test_unknown_values_are_standard(self, value: str):
        assert read_display({"kanazawa_text_size": value}) == Display()


class TestSafePath:
    @pytest.mark.parametrize("path", ["/", "/en/dataset/?q=%E9%81%BF&page=2", "/about#request"])
    def test_paths_of_this_site_pass(self, path: str):
        assert safe_path(path) == path

    @pytest.mark.parametrize(
        "target",
        [
            None,
            "",
            "dataset",
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "/\t/evil.example/",
            "/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
            " /dataset",
        ],
    )
    def test_everything_else_is_refused(self, target: str | None):
        assert safe_path(target) is None


@pytest.mark.usefixtures("with_plugins")
class TestDisplaySettings:
    def test_choice_is_kept_and_leads_back(self, app):
        data = {"text_size": "large", "back": "/en/about?x=1"}
        response = app.post(FORM, data=data, follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["Location"] == "/en/about?x=1"
        cookie = response.headers["Set-Cookie"]
        assert "kanazawa_text_size=large" in cookie
        assert "Max-Age=31536000" in cookie
        assert "SameSite=Lax" in cookie

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_it_never_leads_to_another_site(self, app, target: str):
        data = {"contrast": "high", "back": target}
        response = app.post(FORM, data=data, follow_redirects=False)
        assert response.headers["Location"] == "/"

    def test_unknown_choice_sets_nothing(self, app):
        response = app.post(FORM, data={"contrast": "none"}, follow_redirects=False)
        assert response.status_code == 303
        assert "kanazawa_contrast" not in str(response.headers.getlist("Set-Cookie"))

    def test_address_alone_changes_nothing(self, app):
        response = app.get(f"{FORM}?contrast=high")
        assert response.status_code in (404, 405)
        assert "kanazawa_contrast" not in str(response.headers.getlist("Set-Cookie"))

    def test_first_byte_of_the_next_page_has_the_choice(self, app):
        client = app.flask_app.test_client()
        client.post(FORM, data={"text_size": "xlarge"})
        client.post(FORM, data={"contrast": "high"})
        html = client.get("/about").text
        opening = html[: html.index("<head")]
        assert 'data-text-size="xlarge"' in opening
        assert 'data-contrast="high"' in opening

    def test_buttons_say_which_is_chosen(self, app):
        client = app.flask_app.test_client()
        client.post(FORM, data={"contrast": "high"})
        html = client.get("/en/about").text
        assert 'name="contrast" value="high" aria-pressed="true"' in html
        assert 'name="contrast" value="standard" aria-pressed="false"' in html
